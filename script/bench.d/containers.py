"""The same clones in containers of Docker."""

import contextlib
import os
import re
import subprocess

import clones
import sandbox
from world import PROJECT


def containers(world, figures, rounds):
    """Creation, reset and destruction against the same floor, and what clients pay for the network of containers."""
    major = world.programs.split("/")[4]
    with _daemon(major) as socket:
        world.without_engine(lambda: _configure(world, socket))
        clones.single(world, figures, rounds)
        sandbox.throughput(world, figures, rounds=min(7, rounds))
        sandbox.neighbours(world, figures, rounds=min(3, rounds))


@contextlib.contextmanager
def _daemon(major):
    """A daemon of its own, with an image of this PostgreSQL; yields its socket."""
    directory = f"/var/tmp/dblab-docker-{os.getpid()}"
    os.makedirs(directory)
    pipe = os.path.join(directory, "ready")
    os.mkfifo(pipe)
    command = [os.path.join(PROJECT, "script/docker-for-tests"), directory, major]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        with open(pipe, encoding="utf-8") as file:
            answer = file.read().strip()
        if answer != "ready":
            raise RuntimeError(answer)
        yield os.path.join(directory, "docker.sock")
        process.stdin.close()


def _configure(world, socket):
    path = os.path.join(world.state, "server.yml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    ours = f'runtime: docker\n  dockerHost: unix://{socket}\n  dockerImage: "dblab-test/postgres:{{major}}"'
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub(r"^provision:\n", lambda _: f"provision:\n  {ours}\n", text, flags=re.MULTILINE))

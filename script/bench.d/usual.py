"""What people do without thin clones: CREATE DATABASE … TEMPLATE, dump and restore; and a default server for that."""

import contextlib
import os
import shutil
import subprocess
import time

from libpq import query
from world import free_port, milliseconds


def template(world, figures):
    """Copies of a database inside its own server."""
    figures.heading("Side by side: copies by PostgreSQL itself")
    for strategy in ("wal_log", "file_copy"):
        create = f"CREATE DATABASE bench_copy TEMPLATE shop STRATEGY {strategy}"
        took, _ = milliseconds(query, world.source_connection("postgres"), create)
        query(world.source_connection("postgres"), "DROP DATABASE bench_copy")
        figures.add(f"CREATE DATABASE … TEMPLATE, {strategy}", [took])
    with default_server(world) as environment:
        figures.add("pg_dump -Fd -j2, then pg_restore -j2", [dump_restore(world, environment)])


def retrieval(world, figures, rounds):
    """A refresh against the two usual ways into a server as initdb leaves it, on the same file system."""
    size = int(query(world.source_connection(), "SELECT pg_database_size('shop')"))
    figures.heading(f"Filling a server from a source of {size / 1e9:.1f} GB")
    ours, plain, directory = [], [], []
    for _ in range(rounds):
        ours.append(world.client().refresh() * 1000)
        with default_server(world) as environment:
            plain.append(dump_all(world, environment))
        with default_server(world) as environment:
            directory.append(dump_restore(world, environment))
    mine, _ = figures.add("full refresh, snapshot included", ours)
    slow, _ = figures.add("pg_dumpall | psql", plain)
    fast, _ = figures.add("pg_dump -Fd -j2, then pg_restore -j2", directory)
    figures.judge("pg_dumpall | psql takes times our refresh", slow / mine, 3, at_most=False)
    figures.judge("pg_dump + pg_restore -j2 takes times our refresh", fast / mine, 1.3, at_most=False)


def dump_all(world, target):
    """pg_dumpall piped into psql; milliseconds."""
    started = time.monotonic()
    with subprocess.Popen(
        [os.path.join(world.programs, "pg_dumpall")], env=world.source_environment(), stdout=subprocess.PIPE
    ) as dump:
        subprocess.run(["psql", "-X", "-q", "-d", "postgres"], env=target, stdin=dump.stdout, check=True, **_QUIET)
    if dump.returncode != 0:
        raise RuntimeError("pg_dumpall failed")
    return (time.monotonic() - started) * 1000


def dump_restore(world, target):
    """pg_dump into a directory with two jobs, then pg_restore with two; milliseconds."""
    directory = os.path.join(world.pool, f"bench-dump-{time.monotonic_ns()}")
    dump = [os.path.join(world.programs, "pg_dump"), "-Fd", "-j2", "-f", directory, "shop"]
    restore = [os.path.join(world.programs, "pg_restore"), "-j2", "--no-owner", "--create", "-d", "postgres", directory]
    try:
        started = time.monotonic()
        subprocess.run(dump, env=world.source_environment(), check=True)
        subprocess.run(restore, env=target, check=True, **_QUIET)
        return (time.monotonic() - started) * 1000
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def default_server(world):
    """A server exactly as initdb makes it, in the pool's file system; yields libpq's variables that lead to it."""
    directory = os.path.join(world.pool, f"bench-server-{time.monotonic_ns()}")
    data, port = os.path.join(directory, "data"), free_port()
    account = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if world.account else []
    os.mkdir(directory)
    if account:
        subprocess.run(["chown", "postgres:", directory], check=True)
    options = f"-c port={port} -c unix_socket_directories={directory}"
    control = [*account, os.path.join(world.programs, "pg_ctl"), "-D", data, "-s", "-w"]
    try:
        initdb = [os.path.join(world.programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8"]
        subprocess.run([*account, *initdb], check=True, cwd="/", **_QUIET)
        subprocess.run([*control, "-l", f"{directory}/log", "-o", options, "start"], check=True, cwd="/")
        try:
            yield {**os.environ, "PGHOST": directory, "PGPORT": str(port), "PGUSER": "postgres"}
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd="/")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

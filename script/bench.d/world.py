"""What is measured: an engine set up by script/quickstart, its pool, and PostgreSQL's programs."""

import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time

from client import Client
from floor import Floor
from libpq import conninfo, query

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class World:
    """A running engine with a golden copy. Use it in a `with` statement; it is removed at the end."""

    def __init__(self, state, size, configuration, is_built=False, mode="logical"):
        self.state = state
        self.pool = os.path.join(state, "pool")
        self.source = os.path.join(state, "source")
        self.password = secrets.token_hex(16)
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))[-1]
        self._setup = [os.path.join(PROJECT, "script/quickstart"), "--state", state, "--size", size, "--without-story"]
        self._setup += ["--mode", mode]
        if configuration == "debug":
            self._setup.append("--debug")
        if is_built:
            self._setup.append("--no-build")
        self._size = size
        self.account = "postgres" if os.geteuid() == 0 else None

    def __enter__(self):
        self._setup += ["--port", str(free_port())]
        print(f"Setting up an engine over {self._size} of data in {self.state}", flush=True)
        subprocess.run(self._setup, check=True)
        settings = {}
        with open(os.path.join(self.state, "env"), encoding="utf-8") as file:
            for word in file.read().split():
                key, _, value = word.partition("=")
                settings[key] = value
        self.url, self._token = settings["DBLAB_INSTANCE_URL"], settings["DBLAB_VERIFICATION_TOKEN"]
        return self

    def __exit__(self, *_):
        build = [word for word in ("--debug", "--no-build") if word in self._setup]
        subprocess.run([self._setup[0], "stop", "--state", self.state, *build], check=False)

    def client(self):
        """A new connection to the engine."""
        return Client(self.url, self._token)

    def connection(self, clone):
        """The connection string of a clone for its own user."""
        where = clone["db"]
        return conninfo(
            host="127.0.0.1", port=where["port"], user="bench", password=self.password, dbname="shop", connect_timeout=10
        )

    def without_engine(self, action):
        """Ends the engine, does something, and starts it again as it was; clones run on."""
        pid = self._engine()
        with open(f"/proc/{pid}/cmdline", encoding="utf-8") as file:
            command = file.read().rstrip("\0").split("\0")
        os.kill(pid, signal.SIGTERM)
        until("the engine ends", lambda: not os.path.exists(f"/proc/{pid}/exe"))
        action()
        with open(os.path.join(self.state, "engine.log"), "ab") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            self._process = subprocess.Popen(command, start_new_session=True, **streams)
        # Or whoever ends it would wait for what is left of it.
        threading.Thread(target=self._process.wait, daemon=True).start()
        with open(os.path.join(self.state, "engine.pid"), "w", encoding="utf-8") as file:
            file.write(str(self._process.pid))
        until("the engine answers", self._answers)

    def _engine(self):
        with open(os.path.join(self.state, "engine.pid"), encoding="utf-8") as file:
            return int(file.read())

    def _answers(self):
        try:
            return self.client().call("GET", "/healthz")
        except OSError:
            return None

    def floor(self):
        """A floor on the newest golden snapshot, with the settings that the engine gives its clones."""
        workspace = self._directory("floor")
        settings = self.server_files() | {"port": free_port(), "listen_addresses": "127.0.0.1"}
        settings |= {"unix_socket_directories": workspace, "logging_collector": "off", "log_destination": "stderr"}
        return Floor(self.golden(), workspace, self.programs, settings)

    def server_files(self):
        """Copies of the configuration files that a clone's server runs with."""
        directory, client = self._directory("settings"), self.client()
        clone = client.create_clone("bench-settings", self.password)
        copies = {}
        for argument in _command_line(f"port={clone['db']['port']}"):
            key, _, value = argument.partition("=")
            if key in ("config_file", "hba_file", "ident_file"):
                copies[key] = shutil.copy(value, directory)
                if self.account:
                    shutil.chown(copies[key], self.account)
        client.destroy_clone("bench-settings")
        return copies

    def golden(self):
        """The directory of the newest golden snapshot in the pool; its PGDATA is `pgdata` in it."""
        found = glob.glob(os.path.join(self.pool, "snapshots", "*"))
        if not found:
            raise RuntimeError(f"no golden snapshot under {self.pool}")
        return max(found, key=lambda path: os.stat(os.path.join(path, "pgdata/global/pg_control")).st_mtime)

    def _directory(self, purpose):
        path = os.path.join(self.pool, f"bench-{purpose}-{time.monotonic_ns()}")
        os.mkdir(path)
        if self.account:
            shutil.chown(path, self.account)
        return path

    def source_connection(self, database="shop"):
        """The demo source as its superuser."""
        return conninfo(
            host="127.0.0.1", port=self._read("port"), user="postgres", password=self._read("password"), dbname=database
        )

    def source_environment(self):
        """libpq's variables that lead to the demo source."""
        return {
            **os.environ,
            "PGHOST": "127.0.0.1",
            "PGPORT": self._read("port"),
            "PGUSER": "postgres",
            "PGPASSWORD": self._read("password"),
        }

    def _read(self, name):
        with open(os.path.join(self.source, name), encoding="utf-8") as file:
            return file.read().strip()

    def first_query(self, clone):
        """Connects as the clone's user and asks one thing."""
        if query(self.connection(clone)) != "1":
            raise RuntimeError("the clone answered wrongly")


def until(what, condition, limit=30):
    """Waits for something that no event tells of."""
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"not within {limit} s: {what}")
        time.sleep(0.02)


def free_port():
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command_line(word):
    """The arguments of the process that has this one among them."""
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                arguments = file.read().split("\0")
        except OSError:
            continue  # it has ended meanwhile
        if word in arguments:
            return arguments
    raise RuntimeError(f"no process has the argument {word}")


def milliseconds(action, *arguments):
    """Runs an action; how long it took, and what it returned."""
    started = time.monotonic()
    result = action(*arguments)
    return (time.monotonic() - started) * 1000, result

"""An engine with a small shop, made by script/quickstart, as the browser meets it."""

import concurrent.futures
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class World:
    """A running engine. Use it in a `with` statement; it is removed at the end."""

    def __init__(self, state, configuration):
        self.state = state
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._programs = os.path.join(PROJECT, ".build", configuration)
        self._quickstart = [os.path.join(PROJECT, "script/quickstart"), "--state", state, "--no-build"]
        self._quickstart += ["--debug"] if configuration == "debug" else []

    def __enter__(self):
        more = ["--size", "10MB", "--without-story", "--port", str(self.port), "--clone-ports", "27000"]
        try:
            subprocess.run(self._quickstart + more, check=True)
        except BaseException:
            self.__exit__()
            raise
        with open(os.path.join(self.state, "token"), encoding="utf-8") as file:
            self.token = file.read()
        return self

    def __exit__(self, *_):
        subprocess.run(self._quickstart[:1] + ["stop"] + self._quickstart[1:], check=False)

    def stop(self):
        """Ends the engine; clones run on."""
        pid = self._pid()
        os.kill(pid, signal.SIGTERM)
        until("the engine ends", lambda: not os.path.exists(f"/proc/{pid}/exe") or _is_zombie(pid))

    def start(self):
        """Starts the engine again, as script/quickstart did, and leaves it where that finds it."""
        log = open(os.path.join(self.state, "engine.log"), "ab")
        command = [os.path.join(self._programs, "dblab-server"), "--config", os.path.join(self.state, "server.yml")]
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        self._process = subprocess.Popen(command, start_new_session=True, **streams)
        # Somebody has to take note of its end, or whoever waits for that waits for ever.
        threading.Thread(target=self._process.wait, daemon=True).start()
        with open(os.path.join(self.state, "engine.pid"), "w", encoding="utf-8") as file:
            file.write(str(self._process.pid))
        until("the engine answers", lambda: _answers(self.url))

    def api(self, method, path, body=None):
        """A request beside the browser, with the token."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Verification-Token": self.token}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text.strip() else None

    def add_clone(self, name, user="tester", **more):
        """A clone that is ready."""
        body = {"id": name, "db": {"username": user, "password": "a-Long-enough-1", "db_name": "shop"}, **more}
        return self.api("POST", "/clone?wait=60s", body)

    def allow_clones(self, count):
        """Gives the engine so many ports for clones, while it runs."""
        path = os.path.join(self.state, "server.yml")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        wider = re.sub(r"portPool: \{from: (\d+), to: \d+\}", lambda at: f"portPool: {{from: {at[1]}, to: {int(at[1]) + count}}}", text)
        assert wider != text
        with open(path, "w", encoding="utf-8") as file:
            file.write(wider)
        os.kill(self._pid(), signal.SIGHUP)
        until("the engine has more ports", lambda: self._has_said("provision.portPool.to"))

    def _has_said(self, words):
        with open(os.path.join(self.state, "engine.log"), encoding="utf-8") as file:
            return words in file.read()

    def add_clones(self, names):
        """Many clones, a few at a time."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for _ in pool.map(self.add_clone, names):
                pass

    def remove_clones(self, names):
        """The same the other way round."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for _ in pool.map(lambda name: self.api("DELETE", f"/clone/{name}?wait=60s"), names):
                pass

    def clear(self):
        """Removes all clones."""
        for clone in self.api("GET", "/clones"):
            if clone["protected"]:
                self.api("PATCH", f"/clone/{clone['id']}", {"protected": False})
            self.api("DELETE", f"/clone/{clone['id']}?wait=60s")

    def _pid(self):
        with open(os.path.join(self.state, "engine.pid"), encoding="utf-8") as file:
            return int(file.read())


def until(what, holds, seconds=60):
    """Waits for a condition outside of the browser."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain until {what}")
        os.sched_yield()


def psql(connection, sql):
    """Runs SQL by the command that the page shows, as somebody pastes it into a shell; returns what it prints."""
    command = f"{connection} -X -At -v ON_ERROR_STOP=1 -c \"$SQL\""
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, "SQL": sql}, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode != 0:
        raise AssertionError(f"psql failed: {done.stderr}")
    return done.stdout.strip()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _answers(url):
    try:
        with urllib.request.urlopen(url + "/healthz", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _is_zombie(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True

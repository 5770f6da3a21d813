"""The least that a clone can cost here: one snapshot ioctl, and postgres itself from start to ready."""

import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import time

_SNAP_CREATE_V2 = 0x50009417
_SNAP_DESTROY = 0x5000940F
_libc = ctypes.CDLL(None, use_errno=True)


class Floor:
    """Clones and starts without any engine: as fast as it honestly goes on this file system."""

    def __init__(self, snapshot, workspace, programs, settings):
        """Takes the directory of a snapshot, an empty directory beside it, and postgres' programs and settings."""
        self._snapshot = snapshot
        self._workspace = workspace
        self._programs = programs
        self._settings = settings
        self._account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    def sample(self, port=None):
        """One clone, on a port of its own if given; (snapshot, start) in milliseconds. It is gone afterwards."""
        name = f"floor-{port}-{time.monotonic_ns()}"
        target = os.path.join(self._workspace, name)
        started = time.monotonic()
        self._take_snapshot(name)
        snapshotted = time.monotonic()
        server = self._start(os.path.join(target, "pgdata"), port)
        ready = time.monotonic()
        server.send_signal(signal.SIGQUIT)
        server.wait()
        self._remove(name)
        return (snapshotted - started) * 1000, (ready - snapshotted) * 1000

    @contextlib.contextmanager
    def running(self, port):
        """A server on a clone, on a port of its own; yields the directory of its socket. It is gone afterwards."""
        name = f"floor-{time.monotonic_ns()}"
        self._take_snapshot(name)
        server = self._start(os.path.join(self._workspace, name, "pgdata"), port)
        try:
            yield self._workspace
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
            self._remove(name)

    def _start(self, data, port=None):
        arguments = [os.path.join(self._programs, "postgres"), "-D", data]
        settings = self._settings if port is None else self._settings | {"port": port}
        for key, value in settings.items():
            arguments += ["-c", f"{key}={value}"]
        identity = {"user": self._account.pw_uid, "group": self._account.pw_gid} if self._account else {}
        server = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **identity
        )
        pid_file = os.path.join(data, "postmaster.pid")
        while server.poll() is None:
            try:
                with open(pid_file, encoding="utf-8") as file:
                    lines = file.read().split("\n")
                if len(lines) > 7 and lines[7].strip() == "ready":
                    return server
            except FileNotFoundError:
                pass
            time.sleep(0.001)
        raise RuntimeError(f"postgres on {data} ended with {server.returncode}")

    def _take_snapshot(self, name):
        source = os.open(self._snapshot, os.O_RDONLY | os.O_DIRECTORY)
        parent = os.open(self._workspace, os.O_RDONLY | os.O_DIRECTORY)
        try:
            arguments = source.to_bytes(8, "little") + bytes(48) + name.encode().ljust(4040, b"\0")
            fcntl.ioctl(parent, _SNAP_CREATE_V2, bytearray(arguments))
        finally:
            os.close(source)
            os.close(parent)

    def _remove(self, name):
        parent = os.open(self._workspace, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(parent, _SNAP_DESTROY, bytearray(bytes(8) + name.encode().ljust(4088, b"\0")))
        finally:
            os.close(parent)

    def close(self):
        """Removes the workspace."""
        shutil.rmtree(self._workspace, ignore_errors=True)

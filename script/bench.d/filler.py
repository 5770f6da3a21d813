"""Makes a golden copy large with real relation files of random, incompressible rows."""

import os
import struct
import subprocess

_ROW = 1900  # bytes; four rows fill a page, none goes to TOAST
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)


def grow(world, gigabytes):
    """Adds a table to the newest golden snapshot until PGDATA has that size; returns its size in bytes.

    The snapshot is writable for that time only; no clone of it exists then."""
    snapshot = world.golden()
    data = f"{snapshot}/pgdata"
    missing = int(gigabytes * 1e9) - size_of(data)
    if missing > 0:
        parent = os.path.dirname(snapshot)
        mode = os.stat(parent).st_mode & 0o7777
        _set_read_only(snapshot, False)
        os.chmod(parent, mode | 0o011)  # the servers' account must pass
        try:
            _add_table(world, data, missing)
        finally:
            os.chmod(parent, mode)
            _set_read_only(snapshot, True)
    return size_of(data)


def size_of(directory):
    """The bytes that the files of a tree take on the disk."""
    total = 0
    for root, _, files in os.walk(directory):
        total += sum(os.lstat(os.path.join(root, name)).st_blocks * 512 for name in files)
    return total


def _set_read_only(snapshot, flag):
    command = ["btrfs", "property", "set", "-ts", snapshot, "ro", "true" if flag else "false"]
    subprocess.run(command if flag else command[:3] + ["-f"] + command[3:], check=True)


def _add_table(world, data, size):
    files = world.server_files()
    socket = os.path.dirname(files["config_file"])
    as_server = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if world.account else []
    options = f"-c listen_addresses= -c unix_socket_directories={socket} -c port=5432 -c fsync=off -c autovacuum=off"
    options += " -c logging_collector=off" + "".join(f" -c {key}={value}" for key, value in files.items())
    control = [*as_server, os.path.join(world.programs, "pg_ctl"), "-D", data, "-s", "-w"]
    _run(control, socket, options + " -c wal_level=minimal -c max_wal_senders=0", lambda: _copy(
        ["psql", "-X", "-q", "-h", socket, "-p", "5432", "-U", "postgres", "-d", "shop"], size
    ))
    _run(control, socket, options, lambda: None)  # as a refresh leaves it: with the settings of clones
    subprocess.run(["sync", "-f", data], check=True)


def _run(control, socket, options, action):
    subprocess.run([*control, "-l", f"{socket}/log", "-o", options, "start"], check=True, cwd="/")
    try:
        action()
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], check=True, cwd="/")


def _copy(psql, size):
    table = f"filler_{os.urandom(4).hex()}"
    script = f"CREATE TABLE {table} (data bytea); COPY {table} FROM STDIN (FORMAT binary)"
    command = [*psql, "-v", "ON_ERROR_STOP=1", "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd="/") as process:
        process.stdin.write(_SIGNATURE)
        header = struct.pack("!hi", 1, _ROW)
        for _ in range(max(1, size // (8192 * 256))):
            process.stdin.write(b"".join(header + os.urandom(_ROW) for _ in range(1024)))
        process.stdin.write(struct.pack("!h", -1))
    if process.returncode != 0:
        raise RuntimeError("could not fill the golden copy")

"""Physical mode from a repository of pgBackRest: the engine's restore against pgBackRest's alone."""

import os
import shutil
import subprocess
import time

from libpq import query
from world import milliseconds


def restore(world, figures, rounds):
    """Both restore the same backup into the same file system, in turns."""
    repository = Repository(world)
    repository.fill()
    world.without_engine(repository.become_origin)
    size = int(query(world.source_connection(), "SELECT sum(pg_database_size(oid)) FROM pg_database"))
    figures.heading(f"Restoring a backup of pgBackRest of {size / 1e9:.1f} GB")
    plain, ours, client = [], [], world.client()
    for _ in range(rounds):
        plain.append(repository.restore())
        client.refresh()
        ours.append(client.call("GET", "/instance/retrieval")["lastReport"]["durations"]["restore"] * 1000)
    alone, _ = figures.add("pgbackrest restore", plain)
    mine, _ = figures.add("restore by the engine through pgBackRest", ours)
    figures.judge("throughput of our restore / pgbackrest restore", alone / mine, 0.95, at_most=False)


class Repository:
    """A stanza of the demo source, on the machine's own disk."""

    def __init__(self, world):
        self._world = world
        self._place = os.path.join(world.state, "backups")
        self._configuration = os.path.join(self._place, "pgbackrest.conf")
        os.mkdir(self._place)
        with open(self._configuration, "w", encoding="utf-8") as file:
            file.write(
                f"[global]\nrepo1-path={self._place}/repo\nlog-path={self._place}\nlock-path={self._place}/lock\n"
                f"spool-path={self._place}/spool\nstart-fast=y\nrepo1-retention-full=1\ncompress-type=lz4\nprocess-max=2\n"
                f"[main]\npg1-path={world.source}/data\npg1-socket-path={world.source}/run\n"
                f"pg1-port={world.source_environment()['PGPORT']}\n"
            )
        if world.account:
            shutil.chown(self._place, world.account, world.account)

    def fill(self):
        """Has the source archive its log, and takes a backup."""
        push = f"pgbackrest --config={self._configuration} --stanza=main archive-push %p"
        words = self._world.source_connection("postgres")
        query(words, "ALTER SYSTEM SET archive_mode = on")
        query(words, f"ALTER SYSTEM SET archive_command = '{push}'")
        control = os.path.join(self._world.programs, "pg_ctl")
        self._run(control, "restart", "-w", "-s", "-D", f"{self._world.source}/data", "-l", f"{self._world.source}/log")
        for verb in ("stanza-create", "backup --type=full"):
            self._run("pgbackrest", f"--config={self._configuration}", "--stanza=main", *verb.split())

    def become_origin(self):
        """Tells the engine to copy from here."""
        file = os.path.join(self._world.state, "server.yml")
        with open(file, encoding="utf-8") as before:
            text = before.read()
        start, end = text.index("        tool: pg_basebackup"), text.index("    physicalSnapshot:")
        options = (
            "        tool: pgbackrest\n        pgbackrest: {stanza: main}\n"
            f"        envs: {{PGBACKREST_CONFIG: {self._configuration}}}\n"
        )
        with open(file, "w", encoding="utf-8") as after:
            after.write(text[:start] + options + text[end:])

    def restore(self):
        """A restore as people make it; milliseconds."""
        directory = os.path.join(self._world.pool, f"bench-restore-{time.monotonic_ns()}")
        os.mkdir(directory, 0o700)
        if self._world.account:
            shutil.chown(directory, self._world.account, self._world.account)
        command = ["pgbackrest", f"--config={self._configuration}", "--stanza=main", f"--pg1-path={directory}"]
        try:
            took, _ = milliseconds(self._run, *command, "--type=standby", "restore")
            return took
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def _run(self, *command):
        account = self._world.account
        who = {"user": account, "group": account, "extra_groups": []} if account else {}
        subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **who)

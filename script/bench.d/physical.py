"""Physical mode: copies of production's files, a standby under load, and snapshots of it."""

import contextlib
import os
import shutil
import subprocess
import time

from libpq import query
from world import milliseconds

CLONES = 50


def restore(world, figures, rounds):
    """Copying production, against pg_basebackup alone, in turns on one file system."""
    size = int(query(world.source_connection(), "SELECT sum(pg_database_size(oid)) FROM pg_database"))
    figures.heading(f"Copying the files of a source of {size / 1e9:.1f} GB")
    ours, plain, unsynced, whole = [], [], [], []
    client = world.client()
    for _ in range(rounds):
        plain.append(base_backup(world))
        unsynced.append(base_backup(world, "--no-sync"))
        whole.append(client.refresh() * 1000)
        report = client.call("GET", "/instance/retrieval")["lastReport"]
        ours.append(report["durations"]["restore"] * 1000)
    alone, _ = figures.add("pg_basebackup", plain)
    fast, _ = figures.add("pg_basebackup --no-sync", unsynced)
    mine, _ = figures.add("restore by the engine, synced before the snapshot", ours)
    figures.add("full refresh: standby, snapshot, promotion", whole)
    figures.judge("throughput of our restore / pg_basebackup", alone / mine, 0.95, at_most=False)
    figures.judge("throughput of our restore / pg_basebackup --no-sync", fast / mine, 0.95, at_most=False)


def base_backup(world, *options):
    """A copy as people make it; milliseconds."""
    directory = os.path.join(world.pool, f"bench-copy-{time.monotonic_ns()}")
    command = [os.path.join(world.programs, "pg_basebackup"), "-D", directory, "-X", "stream", "-c", "fast", *options]
    try:
        took, _ = milliseconds(lambda: subprocess.run(command, env=world.source_environment(), check=True))
        return took
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def snapshots(world, figures, rounds):
    """From the wish for a snapshot of now to the first query in a clone of it, while production is written to."""
    figures.heading("A clone of now, from a standby under pgbench's load")
    client, taken, cloned, both, stages = world.client(), [], [], [], {}
    with load(world):
        for number in range(rounds):
            snapshot, answer = milliseconds(client.call, "POST", "/snapshot", {})
            clone, made = milliseconds(client.create_clone, f"bench-now-{number}", world.password, answer["id"])
            first, _ = milliseconds(world.first_query, made)
            taken.append(snapshot)
            durations = client.call("GET", "/instance/retrieval")["lastReport"]["durations"]
            for stage, seconds in durations.items():
                stages.setdefault(stage, []).append(seconds * 1000)
            cloned.append(clone + first)
            both.append(snapshot + clone + first)
            client.destroy_clone(made["id"])
    figures.add("POST /snapshot of the standby", taken)
    for stage, samples in sorted(stages.items()):
        figures.add(f"  of which {stage}", samples)
    figures.add("POST /clone of it → first query of its user", cloned)
    figures.add("both", both)


def lag(world, figures, seconds):
    """How far the standby is behind production, without clones, and with many that work."""
    figures.heading(f"Lag of the standby under pgbench's load; {CLONES} clones under load against none")
    client = world.client()
    with load(world):
        figures.add("replay lag without clones, as time", _lags(world, seconds))
        made = [client.create_clone(f"bench-lag-{number}", world.password) for number in range(CLONES)]
        with contextlib.ExitStack() as stack:
            for clone in made:
                stack.enter_context(_work(world, clone))
            figures.add(f"replay lag with {CLONES} clones, as time", _lags(world, seconds))
        for clone in made:
            client.destroy_clone(clone["id"])


def _lags(world, seconds):
    """Samples of pg_stat_replication.replay_lag in milliseconds, four a second."""
    statement = (
        "SELECT coalesce(extract(epoch FROM max(replay_lag)) * 1000, 0) FROM pg_stat_replication"
        " WHERE application_name <> 'pg_basebackup'"
    )
    samples = []
    for _ in range(seconds * 4):
        samples.append(float(query(world.source_connection("postgres"), statement)))
        time.sleep(0.25)
    return samples


@contextlib.contextmanager
def load(world):
    """pgbench writes to a database of its own at the source, at a rate that two cores bear."""
    bench = os.path.join(world.programs, "pgbench")
    environment = {**world.source_environment(), "PGDATABASE": "bench_load"}
    query(world.source_connection("postgres"), "CREATE DATABASE bench_load")
    subprocess.run([bench, "-i", "-q", "-s", "5"], env=environment, check=True, **_QUIET)
    process = subprocess.Popen([bench, "-n", "-c", "4", "-R", "200", "-T", "3600"], env=environment, **_QUIET)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
        query(world.source_connection("postgres"), "DROP DATABASE bench_load WITH (FORCE)")


@contextlib.contextmanager
def _work(world, clone):
    """Five writing transactions a second in a clone."""
    words = world.connection(clone)
    query(words, "CREATE TABLE bench_work (n int)")
    script = os.path.join(world.state, "work.sql")
    with open(script, "w", encoding="utf-8") as file:
        file.write("INSERT INTO bench_work SELECT generate_series(1, 100);\n")
    command = [os.path.join(world.programs, "pgbench"), "-n", "-c", "1", "-R", "5", "-T", "3600", "-f", script, words]
    process = subprocess.Popen(command, **_QUIET)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

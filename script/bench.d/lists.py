"""Lists of a full catalog, and branches of a clone that works."""

import datetime
import json
import os
import sqlite3

from libpq import query
from world import milliseconds

COUNT = 1000
FAILURE = {"step": "observe", "message": "It is in the catalog only.", "log": [], "attempts": 1}


def status(world, figures, rounds):
    """GET /status and GET /clones with many clones and snapshots: unchanged, and after each change."""
    figures.heading(f"Lists of {COUNT} clones and {COUNT} snapshots")
    catalog = os.path.join(world.state, "engine", "catalog.db")
    _fill(catalog)
    client = world.client()
    _change(client)
    if len(client.call("GET", "/clones")) < COUNT:
        raise RuntimeError("the engine does not see the clones")
    for path in ("/status", "/clones"):
        client.call("GET", path)
        samples = [milliseconds(client.raw, path)[0] for _ in range(max(200, rounds))]
        p50, p95 = figures.add(f"GET {path}, {client.raw(path) / 1e6:.1f} MB", samples)
        figures.judge(f"GET {path}, p50 in ms", p50, 5)
        figures.judge(f"GET {path}, p95 in ms", p95, 5)
    for path in ("/status", "/clones"):
        samples = []
        for _ in range(20):
            _change(client)
            samples.append(milliseconds(client.raw, path)[0])
        figures.add(f"GET {path} after a change", samples)
    _empty(catalog)


def branch(world, figures, rounds):
    """Commits of a clone that works, and branches of them."""
    figures.heading("Commits and branches")
    client, commits, branches = world.client(), [], []
    clone = client.create_clone("bench-branch", world.password)
    query(world.connection(clone), "CREATE TABLE IF NOT EXISTS public.written (n int, t text)")
    for number in range(rounds + 1):
        query(
            world.connection(clone),
            "INSERT INTO public.written SELECT n, repeat('x', 100) FROM generate_series(1, 10000) AS n",
        )
        request = {"cloneID": clone["id"], "message": f"commit {number}"}
        commit, answer = milliseconds(client.call, "POST", "/branch/snapshot", request)
        request = {"branchName": f"bench-{number}", "snapshotID": answer["snapshotID"]}
        fork, _ = milliseconds(client.call, "POST", "/branch", request)
        if number > 0:  # the first round warms the caches
            commits.append(commit)
            branches.append(fork)
    for number in range(rounds + 1):
        client.call("DELETE", f"/branch/bench-{number}")
    client.destroy_clone(clone["id"])
    figures.judge("commit, p95 in ms", figures.add("POST /branch/snapshot", commits)[1], 200)
    figures.judge("branch, p95 in ms", figures.add("POST /branch", branches)[1], 100)


def _change(client):
    """A change that every list must notice."""
    client.call("POST", "/branch", {"branchName": "bench-change", "baseBranch": "main"})
    client.call("DELETE", "/branch/bench-change")


def _fill(path):
    """Puts snapshots and clones into the catalog; their failure keeps the engine from looking for them."""
    catalog = sqlite3.connect(path, timeout=30)
    catalog.row_factory = sqlite3.Row
    golden = dict(catalog.execute("SELECT * FROM snapshot WHERE intent = 'present' LIMIT 1").fetchone())
    columns = [row["name"] for row in catalog.execute("PRAGMA table_info(clone)")]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S.000")
    with catalog:
        for number in range(COUNT):
            snapshot = golden | {
                "id": f"{golden['pool']}@bench_{number:014}",
                "label": f"bench{number}",
                "parent": None,
                "message": "a snapshot of the benchmark",
            }
            _insert(catalog, "snapshot", snapshot)
            clone = {
                "id": f"bench-clone-{number}",
                "uid": f"bench{number:07}",
                "branch": golden["branch"],
                "snapshot": snapshot["id"],
                "pool": golden["pool"],
                "revision": 1,
                "removedThrough": 0,
                "provisionedRevision": 1,
                "port": 30000 + number,
                "intent": "running",
                "phase": "failed",
                "failure": json.dumps(FAILURE),
                "username": "bench",
                "verifier": "SCRAM-SHA-256$4096:x$y:z",
                "database": "shop",
                "isRestricted": 0,
                "settings": "{}",
                "owner": None,
                "isProtected": 0,
                "createdAt": now,
                "requestedAt": now,
                "cloningTime": 0.1,
            }
            _insert(catalog, "clone", {name: clone.get(name) for name in columns})
    catalog.close()


def _empty(path):
    """Takes them out again, or whoever stops the engine has to destroy each of the clones."""
    catalog = sqlite3.connect(path, timeout=30)
    with catalog:
        catalog.execute("DELETE FROM clone WHERE id LIKE 'bench-clone-%'")
        catalog.execute("DELETE FROM snapshot WHERE id LIKE '%@bench_%'")
    catalog.close()


def _insert(catalog, table, row):
    places = ", ".join("?" for _ in row)
    catalog.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))

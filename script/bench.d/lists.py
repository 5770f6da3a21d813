"""Lists of a full catalog, and branches of a clone that works."""

import os

import rows
from libpq import query
from world import milliseconds, until

COUNT = 1000


def status(world, figures, rounds):
    """GET /status and GET /clones with many clones and snapshots: unchanged, and after each change."""
    figures.heading(f"Lists of {COUNT} clones and {COUNT} snapshots")
    catalog = os.path.join(world.state, "engine", "catalog.db")
    world.without_engine(lambda: rows.add(catalog, COUNT))
    client = world.client()
    if len(client.call("GET", "/clones")) < COUNT:
        raise RuntimeError("the engine does not see the clones")
    # At its start it looks at each of them, which is not what is measured here.
    until("the engine is idle", lambda: _is_idle(client))
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
        p50, _ = figures.add(f"GET {path} after a change", samples)
        figures.judge(f"GET {path} after a change, p50 in ms", p50, 5)
    world.without_engine(lambda: rows.remove(catalog))


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


def _is_idle(client):
    metrics = client.text("/metrics").splitlines()
    depths = [line for line in metrics if line.startswith(("dblab_queue_waiting{", "dblab_queue_running{"))]
    return bool(depths) and all(line.endswith(" 0") for line in depths)


def _change(client):
    """A change that every list must notice."""
    client.call("POST", "/branch", {"branchName": "bench-change", "baseBranch": "main"})
    client.call("DELETE", "/branch/bench-change")

"""Rows of a catalog: clones and snapshots that are in it only. The engine must not run while they come and go."""

import datetime
import json
import sqlite3

FAILURE = {"step": "observe", "message": "It is in the catalog only.", "log": [], "attempts": 1}


def add(path, count):
    """Adds snapshots, each with a clone; the clones' failure keeps the engine from looking for them."""
    catalog = sqlite3.connect(path, timeout=30)
    catalog.row_factory = sqlite3.Row
    golden = dict(catalog.execute("SELECT * FROM snapshot WHERE intent = 'present' LIMIT 1").fetchone())
    columns = [row["name"] for row in catalog.execute("PRAGMA table_info(clone)")]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S.000")
    with catalog:
        for number in range(count):
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


def remove(path):
    """Takes them out again, or whoever stops the engine has to destroy each of the clones."""
    catalog = sqlite3.connect(path, timeout=30)
    with catalog:
        catalog.execute("DELETE FROM clone WHERE id LIKE 'bench-clone-%'")
        catalog.execute("DELETE FROM snapshot WHERE id LIKE '%@bench_%'")
    catalog.close()


def _insert(catalog, table, row):
    places = ", ".join("?" for _ in row)
    catalog.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))

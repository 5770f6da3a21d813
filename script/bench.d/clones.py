"""Clones: one at a time against the floor, many at once, and over golden copies of growing size."""

import threading
import time

from figures import quantile
from filler import grow
from world import free_port, milliseconds

# Seconds between rounds, so that neither side pays for what the other left behind: subvolumes that the kernel removes, servers
# that the engine loads in advance.
REST = 0.3


def single(world, figures, rounds):
    """Floor, create, reset and destroy, taken in turns so that noise hits all of them alike."""
    figures.heading("One clone at a time")
    samples = {name: [] for name in ("snapshot", "start", "floor", "create", "first", "reset", "reset_first", "destroy")}
    floor, client = world.floor(), world.client()
    try:
        for number in range(rounds + 1):
            time.sleep(REST)
            measured = _floor(floor) | _cycle(world, client, f"bench-{number}")
            if number > 0:  # the first round warms the caches of both sides
                for name, value in measured.items():
                    samples[name].append(value)
    finally:
        floor.close()
    figures.add("floor: snapshot ioctl", samples["snapshot"])
    figures.add("floor: postgres to ready", samples["start"])
    p50, p95 = figures.add("FLOOR", samples["floor"])
    figures.add("POST /clone?wait", samples["create"])
    create = figures.add("POST /clone → first query of its user", samples["first"])
    figures.add("POST /clone/{id}/reset?wait", samples["reset"])
    reset = figures.add("POST reset → first query of its user", samples["reset_first"])
    destroy = figures.add("DELETE /clone/{id}?wait", samples["destroy"])
    for verb, (middle, high) in (("create", create), ("reset", reset)):
        figures.judge(f"{verb} → first query, p50 / floor p50", middle / p50, 1.5)
        figures.judge(f"{verb} → first query, p95 / floor p95", high / p95, 2.5)
    figures.judge("destroy, p50 in ms", destroy[0], 30)
    return create[0]


def parallel(world, figures, rounds, width=15, single_p50=None):
    """Many clients that each want a clone at the same moment; and as many floors, for what the machine itself gives."""
    figures.heading(f"{width} clients at once")
    if single_p50 is None:
        client = world.client()
        single_p50 = quantile([_cycle(world, client, f"alone-{n}")["first"] for n in range(10)], 0.5)
    first, destroy, floors, single_floor = [], [], [], []
    floor, ports = world.floor(), [free_port() for _ in range(width)]
    try:
        for number in range(rounds):
            single_floor += [sum(floor.sample()) for _ in range(5)]
            floors += _at_once(width, lambda index: sum(floor.sample(ports[index])))
            first += _at_once(width, lambda index: milliseconds(_create, world, f"many-{number}-{index}")[0])
            destroy += _at_once(width, lambda index: milliseconds(_destroy, world, f"many-{number}-{index}")[0])
    finally:
        floor.close()
    floor_p50, _ = figures.add("floor, one at a time", single_floor)
    _, floor_p95 = figures.add(f"floor, {width} at once", floors, f"p95 is {quantile(floors, 0.95) / floor_p50:.1f} times one")
    _, p95 = figures.add("POST /clone → first query of its user", first, f"single p50 {single_p50:.1f} ms")
    figures.add("DELETE /clone/{id}?wait", destroy)
    figures.judge(f"{width} at once p95 / single p50", p95 / single_p50, 4)
    figures.judge(f"{width} at once p95 / p95 of as many floors", p95 / floor_p95, 2.5)


def flat(world, figures, rounds, sizes):
    """Golden copies of growing size side by side, cloned in turns so that noise hits all alike: the time must not follow the size."""
    figures.heading("By size of the golden copy")
    snapshots = [_grown(world, number, gigabytes) for number, gigabytes in enumerate(sizes)]
    samples, client = {snapshot: [] for snapshot, _ in snapshots}, world.client()
    for number in range(rounds + 1):
        for snapshot, _ in snapshots:
            time.sleep(REST)
            first = _cycle(world, client, f"flat-{number}", snapshot)["first"]
            if number > 0:  # the first round warms the caches
                samples[snapshot].append(first)
    medians = [
        figures.add(f"POST /clone → first query at {size / 1e9:.1f} GB", samples[snapshot])[0] for snapshot, size in snapshots
    ]
    middle = (max(medians) + min(medians)) / 2
    figures.judge("largest deviation from the middle in %", (max(medians) - middle) / middle * 100, 10)


def _grown(world, number, gigabytes):
    """Another snapshot, filled up to that size, and a clone that keeps it from being removed; its id and its size."""
    if number > 0:
        world.client().refresh()
    size = grow(world, gigabytes)
    client = world.client()  # anew, since the engine does not keep an idle connection for so long
    snapshot = client.call("GET", "/snapshots")[0]["id"]
    client.create_clone(f"flat-holder-{number}", world.password, snapshot)
    return snapshot, size


def _floor(floor):
    snapshot, start = floor.sample()
    return {"snapshot": snapshot, "start": start, "floor": snapshot + start}


def _cycle(world, client, clone_id, snapshot=None):
    create, clone = milliseconds(client.create_clone, clone_id, world.password, snapshot)
    query, _ = milliseconds(world.first_query, clone)
    reset, _ = milliseconds(client.reset_clone, clone_id)
    query_again, _ = milliseconds(world.first_query, clone)
    destroy, _ = milliseconds(client.destroy_clone, clone_id)
    return {
        "create": create,
        "first": create + query,
        "reset": reset,
        "reset_first": reset + query_again,
        "destroy": destroy,
    }


def _create(world, clone_id):
    clone = world.client().create_clone(clone_id, world.password)
    world.first_query(clone)


def _destroy(world, clone_id):
    world.client().destroy_clone(clone_id)


def _at_once(width, measure):
    """Takes so many measurements at once."""
    barrier, samples, failures = threading.Barrier(width), [0.0] * width, []

    def work(index):
        barrier.wait()
        try:
            samples[index] = measure(index)
        except Exception as error:  # a failed client must not leave the others unreported
            failures.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return samples

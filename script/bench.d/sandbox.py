"""What the sandbox costs clients, and what clones under attack cost their neighbours."""

import contextlib
import os
import re
import signal
import subprocess

from figures import quantile
from libpq import conninfo, query
from world import free_port, until

SECONDS = 5
# As a superuser of a clone does them; each ends with its clone.
ATTACKS = {
    "endless loops": "for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait",
    "a fork bomb": "b() { b & b & sleep 600; }; b; sleep 600",
    "a memory balloon": "while :; do perl -e '$x = q(x) x (1 << 30); sleep 1'; done",
    "a full disk, again and again": "while :; do dd if=/dev/zero of=fill bs=1M count=300 2>/dev/null; rm fill; done",
    "a flood of the log": "while :; do seq 1 20000 >&2; done",
}
LIMITS = "limits: {cpus: '0.5', memory: 300MB, processes: 200}"


def throughput(world, figures, rounds):
    """pgbench's select-only script against a clone, and against a plain server on the same data, in turns."""
    figures.heading("Select-only transactions per second, as milliseconds for a thousand of them")
    clone = world.client().create_clone("bench-rate", world.password)
    _fill(world.connection(clone))
    with _plain(world) as plain:
        ours, others = [], []
        for number in range(rounds + 1):
            sample = (_rate(world, clone["db"]["port"]), _rate(world, plain))
            if number > 0:
                ours.append(1e6 / sample[0])
                others.append(1e6 / sample[1])
    world.client().destroy_clone("bench-rate")
    bare, _ = figures.add("a plain server", others)
    caged, _ = figures.add("a clone in its sandbox", ours)
    figures.judge("throughput of the clone / of the plain server", bare / caged, 0.95, at_most=False)


def neighbours(world, figures, rounds):
    """A clone's throughput alone, and while its neighbour's superuser does his worst."""
    figures.heading(f"The same in a clone whose neighbour is attacked from inside; {LIMITS}")
    _limit(world)
    client = world.client()
    clone = client.create_clone("bench-quiet", world.password)
    _fill(world.connection(clone))
    port = clone["db"]["port"]
    for name, command in ATTACKS.items():
        alone, under = [], []
        for _ in range(rounds):
            alone.append(1e6 / _rate(world, port))
            with _attack(world, client, command):
                under.append(1e6 / _rate(world, port))
        before, _ = figures.add(f"before {name}", alone)
        during, _ = figures.add(f"during {name}", under)
        figures.judge(f"throughput during {name} / before", before / during, 0.8, at_most=False)
    client.destroy_clone("bench-quiet")


@contextlib.contextmanager
def _attack(world, client, command):
    """A clone whose superuser runs a program; both are gone afterwards."""
    clone = client.create_clone("bench-loud", world.password)
    sql = f"COPY (SELECT 1) TO PROGRAM $shell$cat >/dev/null; {command}$shell$"
    environment = {**os.environ, "PGPASSWORD": world.password}
    attacker = subprocess.Popen(
        ["psql", "-X", "-q", "-h", "127.0.0.1", "-p", clone["db"]["port"], "-U", "bench", "-d", "shop", "-c", sql],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        until("the attack runs", lambda: _runs(world, clone))
        yield
    finally:
        client.destroy_clone("bench-loud")
        attacker.kill()
        attacker.wait()


def _runs(world, clone):
    """Whether the clone's server has started a program; who cannot connect any more is under attack as well."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'"
    try:
        return query(world.connection(clone), sql) != "0"
    except RuntimeError:
        return True


def _limit(world):
    """Limits for clones, as an operator sets them while the engine runs."""
    path = os.path.join(world.state, "server.yml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub(r"^provision:\n", f"provision:\n  {LIMITS}\n", text, flags=re.MULTILINE))
    with open(os.path.join(world.state, "engine.pid"), encoding="utf-8") as file:
        os.kill(int(file.read()), signal.SIGHUP)
    log = os.path.join(world.state, "engine.log")

    def is_known():
        with open(log, encoding="utf-8") as file:
            return "provision.limits.cpus" in file.read()

    until("the engine knows the limits", is_known)


def _fill(connection):
    command = ["pgbench", "--initialize", "--quiet", "--scale", "10", connection]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _rate(world, port):
    """Transactions per second of two clients over TCP."""
    connection = conninfo(host="127.0.0.1", port=port, user="bench", password=world.password, dbname="shop")
    command = ["pgbench", "--select-only", "--client", "2", "--jobs", "1", "--time", str(SECONDS), "--no-vacuum", connection]
    words = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"^tps = ([\d.]+)", words, re.MULTILINE)[1])


@contextlib.contextmanager
def _plain(world):
    """A server on a snapshot of the golden copy with the settings of clones, but started by hand; yields its port."""
    floor, port = world.floor(), free_port()
    with floor.running(port) as directory:
        local = conninfo(host=directory, port=port, user="postgres", dbname="shop")
        query(local, f"CREATE ROLE bench SUPERUSER LOGIN PASSWORD '{world.password}'")
        _fill(conninfo(host="127.0.0.1", port=port, user="bench", password=world.password, dbname="shop"))
        yield port
    floor.close()

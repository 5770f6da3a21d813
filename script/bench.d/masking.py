"""Masking in one pass against one UPDATE for each column, on copies of the same database."""

import os
import subprocess
import tempfile

from libpq import query
from world import PROJECT, free_port

_RULES = """
unknownColumns: halt
rules:
  - { table: customers, columns: [id], strategy: keep }
  - { table: customers, columns: [email], strategy: email }
  - { table: customers, columns: [login], strategy: username }
  - { table: customers, columns: [first_name], strategy: firstName }
  - { table: customers, columns: [last_name], strategy: lastName }
  - { table: customers, columns: [phone], strategy: partial, keepFirst: 4 }
  - { table: customers, columns: [street], strategy: address }
  - { table: customers, columns: [city], strategy: city }
  - { table: customers, columns: [company], strategy: company }
  - { table: customers, columns: [ip], strategy: ip }
  - { table: customers, columns: [token], strategy: uuid }
  - { table: customers, columns: [born], strategy: shift }
  - { table: customers, columns: [salary], strategy: noise }
  - { table: customers, columns: [url], strategy: url }
  - { table: customers, columns: [note], strategy: text }
  - { table: customers, columns: [password], strategy: constant, value: x }
  - { table: customers, columns: [comment], strategy: text }
  - { table: customers, columns: [hint], strategy: setNull }
  - { table: orders, columns: [id], strategy: keep }
  - { table: orders, columns: [receiver], strategy: name }
  - { table: orders, columns: [note], strategy: text }
  - { table: orders, columns: [total], strategy: generalise, value: "10" }
  - { table: orders, columns: [placed], strategy: generalise, value: month }
"""

_SCHEMA = """
CREATE TABLE customers AS SELECT i AS id, 'user' || i || '@mail.test' AS email, 'login' || i AS login,
    'First' || i % 1000 AS first_name, 'Last' || i % 5000 AS last_name, '+49 30 ' || i AS phone, 'Street ' || i AS street,
    'City ' || i % 300 AS city, 'Company ' || i % 9000 AS company, ('10.0.0.0'::inet + i) AS ip, md5(i::text)::uuid AS token,
    date '1950-01-01' + i % 20000 AS born, (i % 90000)::numeric(10, 2) AS salary, 'https://site' || i || '.test/' AS url,
    repeat('note ' || i || ' ', 12) AS note, md5(i::text) AS password, repeat('comment ' || i || ' ', 12) AS comment,
    'hint ' || i AS hint
FROM generate_series(1, {customers}) i;
ALTER TABLE customers ADD PRIMARY KEY (id), ADD UNIQUE (email), ADD UNIQUE (login), ADD UNIQUE (token);
CREATE INDEX ON customers (last_name, first_name); CREATE INDEX ON customers (born); CREATE INDEX ON customers (city);
CREATE TABLE orders AS SELECT i AS id, (i::bigint * 7919 % {customers} + 1)::int AS customer_id, 'Receiver ' || i AS receiver,
    repeat('order ' || i || ' ', 8) AS note, (i % 9999)::numeric(10, 2) AS total, timestamp '2024-01-01' + i * interval '1 minute' AS placed
FROM generate_series(1, {customers} * 2) i;
ALTER TABLE orders ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES customers;
CREATE INDEX ON orders (customer_id); CREATE INDEX ON orders (placed);
VACUUM (FREEZE, ANALYZE);
CHECKPOINT
"""


def masking(figures, programs, state, gigabytes, configuration):
    """Sets a server up with two copies, and masks each in one way."""
    os.makedirs(state, exist_ok=True)
    binary = os.path.join(PROJECT, ".build", configuration, "dblab-server")
    with tempfile.TemporaryDirectory(dir=state) as directory:
        subprocess.run(["chown", "postgres:", directory], check=True)
        port = free_port()
        account = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        data = os.path.join(directory, "data")
        control = [*account, os.path.join(programs, "pg_ctl"), "-D", data, "-s", "-w"]
        quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
        initdb = [os.path.join(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8"]
        subprocess.run([*account, *initdb], check=True, **quiet)
        # As the engine runs the server that it fills; the UPDATEs profit from it in the same way.
        options = (
            f"-c port={port} -c listen_addresses= -c unix_socket_directories={directory} -c fsync=off -c wal_level=minimal "
            "-c max_wal_senders=0 -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=16GB -c autovacuum=off "
            "-c shared_buffers=1GB -c maintenance_work_mem=1GB -c work_mem=64MB -c jit=off -c wal_skip_threshold=0"
        )
        subprocess.run([*control, "-l", f"{directory}/log", "-o", options, "start"], check=True, **quiet)
        try:
            where = f"host={directory} port={port} user=postgres dbname="
            query(where + "postgres", "CREATE DATABASE one")
            for statement in _SCHEMA.format(customers=int(gigabytes * 900_000)).split(";\n"):
                query(where + "one", statement)
            query(where + "postgres", "CREATE DATABASE two TEMPLATE one STRATEGY file_copy")
            size = int(query(where + "postgres", "SELECT pg_database_size('one')"))
            rows = int(query(where + "one", "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders)"))
            rules = os.path.join(directory, "rules.yml")
            with open(rules, "w", encoding="utf-8") as file:
                file.write(_RULES)
            figures.heading(f"Masking {size / 1e9:.2f} GB, {rows} rows, 22 rules")
            trial = [binary, "masking", "trial", "--socket", directory, "--port", str(port), "--rules", rules]
            ours = _seconds([*trial, "--database", "one"])
            updates = _seconds([*trial, "--database", "two", "--updates"])
            rate = f"{rows / ours:.0f} rows/s, {size / ours / 1e6:.1f} MB/s"
            figures.add("one pass, indexes, keys, VACUUM FREEZE, verified", [ours * 1000], rate)
            figures.add("UPDATE per column, nothing cleaned", [updates * 1000])
            figures.judge("UPDATE per column takes times our masking", updates / ours, 4, at_most=False)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)


def _seconds(command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    return float(run.stdout.split("seconds: ")[1])

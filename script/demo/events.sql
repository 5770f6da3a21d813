-- What users did. Variables: users, events (row counts).
SELECT setseed(0.3);
TRUNCATE events; -- a table emptied in this transaction needs no WAL
INSERT INTO events (id, user_id, kind, at, payload)
SELECT i, 1 + (random() * (:users - 1))::bigint,
       (ARRAY['view', 'view', 'view', 'search', 'cart', 'checkout'])[1 + (random() * 5)::int],
       timestamptz '2022-01-01' + i * interval '3 years' / :events,
       jsonb_build_object('session', md5(random()::text), 'page', '/p/' || (random() * 9999)::int, 'ms', (random() * 900)::int)
FROM generate_series(1, :events) i;
SELECT setval(pg_get_serial_sequence('events', 'id'), :events);
ALTER TABLE events ADD PRIMARY KEY (id);
CREATE INDEX events_user ON events (user_id, at);
CREATE INDEX events_at ON events USING brin (at);

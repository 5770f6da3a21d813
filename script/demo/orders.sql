-- Orders with their items. Variables: users, products, orders (row counts).
SELECT setseed(0.2);
TRUNCATE orders, order_items; -- a table emptied in this transaction needs no WAL
INSERT INTO orders (id, user_id, status, total, placed_at, invoice)
SELECT i, 1 + (random() ^ 2 * (:users - 1))::bigint, status,
       CASE WHEN status <> 'cart' THEN round((10 + random() * 990)::numeric, 2) END,
       timestamptz '2022-01-01' + i * interval '3 years' / :orders, 100000 + i
FROM generate_series(1, :orders) i,
     LATERAL (SELECT (ARRAY['delivered', 'delivered', 'delivered', 'shipped', 'paid', 'returned', 'cart'])
                         [1 + (random() * 6 + 0 * i)::int]::order_status) s (status);
INSERT INTO order_items (order_id, line, product_id, quantity, price)
SELECT i, line, 1 + (random() * (:products - 1))::bigint, 1 + (random() * 4)::smallint,
       round((5 + random() * 495)::numeric, 2)
FROM generate_series(1, :orders) i, generate_series(1, 1 + i % 5) line;
SELECT setval(pg_get_serial_sequence('orders', 'id'), :orders), setval('invoice_number', 100000 + :orders);
ALTER TABLE orders ADD PRIMARY KEY (id);
ALTER TABLE order_items ADD PRIMARY KEY (order_id, line);
CREATE INDEX orders_user ON orders (user_id, placed_at);
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'cart';
CREATE INDEX order_items_product ON order_items (product_id);

-- Users and products. Variables: users, products (row counts).
SELECT setseed(0.1);
TRUNCATE users, products; -- a table emptied in this transaction needs no WAL
INSERT INTO users (id, email, name, country, settings, created_at)
SELECT i,
       'user' || i || '@' || (ARRAY['example.com', 'example.org', 'example.net'])[1 + i % 3],
       (ARRAY['Ada', 'Bram', 'Chloe', 'Dario', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jan'])[1 + (random() * 9)::int]
           || ' ' || initcap(substr(md5(i::text), 1, 4 + i % 7)),
       (ARRAY['AT', 'BE', 'DE', 'ES', 'FR', 'IT', 'NL', 'PL', 'PT', 'SE'])[1 + (random() * 9)::int],
       jsonb_build_object('newsletter', random() < 0.3, 'theme', (ARRAY['light', 'dark'])[1 + i % 2]),
       timestamptz '2022-01-01' + i * interval '3 years' / :users
FROM generate_series(1, :users) i;
INSERT INTO products (id, sku, name, price, attributes)
SELECT i, upper(substr(md5('sku' || i), 1, 10)),
       (ARRAY['Lamp', 'Chair', 'Table', 'Shelf', 'Rug', 'Mug', 'Clock', 'Plant'])[1 + i % 8] || ' ' || i,
       round((5 + random() * 495)::numeric, 2),
       jsonb_build_object('weight', i % 4000, 'colour', (ARRAY['oak', 'white', 'black', 'blue'])[1 + i % 4],
                          'tags', jsonb_build_array(substr(md5(i::text), 1, 5), substr(md5(i::text), 6, 5)))
FROM generate_series(1, :products) i;
SELECT setval(pg_get_serial_sequence('users', 'id'), :users), setval(pg_get_serial_sequence('products', 'id'), :products);

-- Keys of users and products, then the foreign keys and statistics; after everything is loaded.
ALTER TABLE users ADD PRIMARY KEY (id), ADD UNIQUE (email);
ALTER TABLE products ADD PRIMARY KEY (id), ADD UNIQUE (sku), ADD CHECK (price > 0);
CREATE INDEX products_attributes ON products USING gin (attributes);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE order_items ADD FOREIGN KEY (order_id) REFERENCES orders, ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users;
ANALYZE;

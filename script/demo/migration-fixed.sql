-- Money as whole cents, all or nothing; a cart may have no total.
BEGIN;
ALTER TABLE orders ADD COLUMN total_cents integer;
UPDATE orders SET total_cents = total * 100 WHERE total IS NOT NULL;
DROP VIEW revenue_by_month;
ALTER TABLE orders DROP COLUMN total;
ALTER TABLE orders ADD CHECK (status = 'cart' OR total_cents IS NOT NULL);
CREATE VIEW revenue_by_month AS
    SELECT date_trunc('month', placed_at) AS month, sum(total_cents) AS revenue, count(*) AS orders
    FROM orders WHERE status <> 'cart' GROUP BY 1;
COMMIT;

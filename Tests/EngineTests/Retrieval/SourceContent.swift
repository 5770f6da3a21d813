import Postgres
import Testing

/// Everything that makes restoring hard.
enum SourceContent {
    /// SQL for one database.
    struct Part { var database = "postgres"; let sql: String }

    static let all = [
        Part(sql: globals), Part(database: "shop", sql: shop), Part(database: "latin", sql: latin),
        Part(database: "we\"ird \nñ", sql: "CREATE TABLE t AS SELECT i, md5(i::text) FROM generate_series(1, 100) i"),
    ]

    static let people = Part(sql: "CREATE TABLE people (name text); INSERT INTO people VALUES ('real')")

    private static let globals = """
        CREATE ROLE "Owner One" LOGIN PASSWORD 'secret' CREATEDB CONNECTION LIMIT 7;
        CREATE ROLE readers; CREATE ROLE reader LOGIN IN ROLE readers;
        ALTER ROLE reader SET search_path = "$user", public, "we ird";
        ALTER ROLE reader SET work_mem = '5MB';
        COMMENT ON ROLE reader IS 'it''s a reader';
        CREATE DATABASE shop OWNER "Owner One"; CREATE DATABASE empty;
        CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C';
        CREATE DATABASE "we""ird \nñ";
        ALTER DATABASE shop SET statement_timeout = '90s';
        REVOKE CONNECT ON DATABASE shop FROM PUBLIC; GRANT CONNECT ON DATABASE shop TO reader;
        """

    private static let shop = #"""
        CREATE EXTENSION pg_trgm; CREATE EXTENSION postgres_fdw;
        CREATE SCHEMA "we ird""\ñ"; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TYPE point3 AS (x int, y float, z text);
        CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL COLLATE "C",
            mood mood, age positive, at timestamptz DEFAULT now(), place point3, tags text[], doc jsonb,
            upper text GENERATED ALWAYS AS (upper(name)) STORED, gone int);
        ALTER TABLE users DROP COLUMN gone; ALTER TABLE users OWNER TO "Owner One";
        INSERT INTO users (name, mood, age, place, tags, doc)
            SELECT 'u' || i || E'\t\\\n', 'ok', i, ROW(i, 0.1, NULL)::point3, ARRAY['a', NULL, '{"'], '{"a": [1, null]}'
            FROM generate_series(1, 2000) i;
        CREATE INDEX ON users USING gin (name gin_trgm_ops);
        CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint REFERENCES users, total numeric(10, 2));
        INSERT INTO orders (user_id, total) SELECT 1 + i % 2000, i / 7.0 FROM generate_series(1, 5000) i;
        CREATE TABLE events (at date, n int) PARTITION BY RANGE (at);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
        CREATE TABLE events_2 PARTITION OF events DEFAULT;
        INSERT INTO events SELECT date '2026-01-01' + i, i FROM generate_series(1, 365) i;
        CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent);
        INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3);
        CREATE UNLOGGED TABLE cache (a int); INSERT INTO cache VALUES (42);
        CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES;
        CREATE TABLE "we ird""\ñ"."ta\b""le
        x" ("co""l
        n" int, "ñ" text); INSERT INTO "we ird""\ñ"."ta\b""le
        x" VALUES (1, 'ö');
        CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) FROM orders GROUP BY 1; CREATE VIEW v AS SELECT 1 AS a;
        ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON orders USING (user_id = 1);
        GRANT SELECT ON users TO readers; CREATE PUBLICATION pub FOR TABLE users;
        CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere dbname=x' PUBLICATION pub WITH (connect = false);
        CREATE FUNCTION noticed() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'x'; END $$;
        CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION noticed();
        CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere');
        CREATE USER MAPPING FOR reader SERVER other OPTIONS (user 'u', password 'p');
        CREATE FOREIGN TABLE remote (a int) SERVER other;
        SELECT lo_from_bytea(4711, decode(repeat('ab', 5000), 'hex'));
        """#

    private static let latin = #"""
        CREATE TABLE t (a text); INSERT INTO t SELECT 'caf' FROM generate_series(1, 10);
        UPDATE t SET a = convert_from('\xe9e8', 'LATIN1');
        """#

    /// Types whose binary form is used, and some whose text form must be.
    static let wide = Part(sql: wideTables)

    private static let wideTables = """
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TABLE moods (a mood, b timestamptz); INSERT INTO moods SELECT 'sad', now() FROM generate_series(1, 500);
        CREATE TABLE wide (a int, b bigint, c numeric, d float8, e text, f bytea, g timestamptz, h date, i interval, j uuid,
            k jsonb, l inet, m bool, n int[], o text[], p int4range, q tsvector, r bit varying, s money, t "char", u name);
        INSERT INTO wide SELECT i, i * 1e10::bigint, i / 3.0, i / 7.0::float8, repeat(md5(i::text), 3), decode(md5(i::text), 'hex'),
            timestamptz '2000-01-01' + i * interval '1 s', date '1999-01-01' + i, i * interval '1 day 3 s',
            md5(i::text)::uuid, jsonb_build_object('a', i), '10.0.0.1', i % 2 = 0, ARRAY[i, NULL], ARRAY['x', 'y,"'],
            int4range(i, i + 5), to_tsvector('a b c'), B'1011', 12.34, 'x', 'name' FROM generate_series(1, 20000) i;
        INSERT INTO wide (c, d, g) VALUES ('NaN', 'Infinity', '-infinity'), (NULL, '-0', 'infinity');
        CREATE TABLE texts (a mood, b regclass, c wide); INSERT INTO texts SELECT 'ok', 'wide', w FROM wide w LIMIT 3000;
        CREATE INDEX ON wide (b); ALTER TABLE wide ADD CHECK (a IS NULL OR a > 0);
        """

    /// Roles, memberships and settings, and that no password has come along.
    static func checkGlobals(_ parameters: ConnectionParameters) async throws {
        let connection = try await Connection(parameters)
        let roles = try await connection.query(
            """
            SELECT rolname, rolcreatedb, rolcanlogin, rolconnlimit, rolpassword FROM pg_authid
            WHERE rolname IN ('Owner One', 'reader', 'readers') ORDER BY 1
            """
        )
        #expect(
            roles == [
                ["Owner One", "t", "t", "7", nil], ["reader", "f", "t", "-1", nil], ["readers", "f", "f", "-1", nil],
            ]
        )
        let settings = try await connection.query(
            "SELECT unnest(setconfig) FROM pg_db_role_setting ORDER BY 1"
        )
        #expect(
            settings == [["search_path=\"$user\", public, \"we ird\""], ["statement_timeout=90s"], ["work_mem=5MB"]]
        )
        let members = try await connection.query("SELECT pg_has_role('reader', 'readers', 'MEMBER')")
        #expect(members == [["t"]])
        let rights = try await connection.query(
            "SELECT has_database_privilege('reader', 'shop', 'CONNECT'), has_database_privilege('readers', 'shop', 'CONNECT')"
        )
        #expect(rights == [["t", "f"]])
        await connection.close()
    }
}

import Masking

/// A database with everything that makes masking hard.
enum SchemaCorpus {
    static let sql = """
        CREATE DOMAIN short_text AS varchar(40) CHECK (VALUE <> 'forbidden');
        CREATE TYPE mood AS ENUM ('glad', 'sad', 'an"gry');
        CREATE SCHEMA "we ird";
        CREATE TABLE public.customers (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            email text NOT NULL UNIQUE,
            name text, phone varchar(30), card text, iban text, born date, seen timestamptz,
            address text, ip inet, mac macaddr, token uuid UNIQUE, mood mood, nick short_text,
            salary numeric(10, 2) CHECK (salary > 0), tags text[], profile jsonb, photo bytea, notes text,
            loud text GENERATED ALWAYS AS (upper(nick)) STORED
        );
        CREATE UNIQUE INDEX ON public.customers (lower(email));
        CREATE INDEX ON public.customers (born, salary);
        CREATE TABLE public."Order's ""big"" one" (
            "no. of" bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES public.customers,
            customer_email text REFERENCES public.customers (email) ON UPDATE CASCADE DEFERRABLE,
            "comment; DROP" text
        );
        COMMENT ON CONSTRAINT "Order's ""big"" one_customer_id_fkey" ON public."Order's ""big"" one" IS 'kept';
        CREATE TABLE "we ird"."tä""ble" (a integer, b text, c integer, PRIMARY KEY (a, b));
        CREATE TABLE "we ird".child (id serial PRIMARY KEY, x integer, y text, FOREIGN KEY (x, y) REFERENCES "we ird"."tä""ble");
        CREATE TABLE public.staff (id bigint PRIMARY KEY, boss bigint REFERENCES public.staff, login text UNIQUE);
        CREATE TABLE public.ring_a (id integer PRIMARY KEY, b integer, secret text);
        CREATE TABLE public.ring_b (id integer PRIMARY KEY, a integer REFERENCES public.ring_a, secret text);
        ALTER TABLE public.ring_a ADD FOREIGN KEY (b) REFERENCES public.ring_b DEFERRABLE INITIALLY DEFERRED;
        CREATE TABLE public.visits (at date NOT NULL, customer_id integer REFERENCES public.customers, page text)
            PARTITION BY RANGE (at);
        CREATE TABLE public.visits_old PARTITION OF public.visits FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
        CREATE TABLE public.visits_new PARTITION OF public.visits FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
        CREATE TABLE public.nothing (id integer, email text);
        CREATE TABLE public.parent (id integer, person text);
        CREATE TABLE public.heir (extra text) INHERITS (public.parent);
        CREATE TABLE public.huge (id integer PRIMARY KEY, body text);
        CREATE TABLE public.audit (what text);
        CREATE TABLE public.plain (free text);
        CREATE VIEW public.people AS SELECT id, email, name FROM public.customers;
        CREATE MATERIALIZED VIEW public.mails AS SELECT email FROM public.people;
        CREATE MATERIALIZED VIEW public.first_mails AS SELECT min(email) AS email FROM public.mails;
        CREATE UNIQUE INDEX ON public.mails (email);
        CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO public.audit VALUES (new.email); RETURN new; END $$;
        CREATE TRIGGER noting AFTER INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.note();
        ALTER TABLE public.customers ENABLE ALWAYS TRIGGER noting;
        ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.customers FORCE ROW LEVEL SECURITY;
        CREATE STATISTICS public.tied (mcv) ON name, mood FROM public.customers;
        """

    /// Rows that hold the word `planted` or an address of the host `real.test` wherever a secret is.
    static func fill(_ count: Int = 300) -> String {
        """
        SET session_replication_role = replica;
        INSERT INTO public.customers (email, name, phone, card, iban, born, seen, address, ip, mac, token, mood, nick,
            salary, tags, profile, photo, notes)
        SELECT 'user' || i || '@real.test', 'planted name ' || i, '+44 20 7946 ' || lpad(i::text, 4, '0'),
            '4111 1111 1111 1111', 'DE89 3704 0044 0532 0130 00', date '1980-01-01' + i, timestamptz '2024-01-01' + i * interval '1 hour',
            'planted street ' || i, '203.0.113.7', '08:00:2b:01:02:03',
            md5('planted' || i)::uuid, 'glad', 'planted nick ' || i, 1000 + i, ARRAY['planted tag', NULL, 'tag ' || i],
            jsonb_build_object('mail', 'user' || i || '@real.test', 'deep', jsonb_build_object('name', 'planted deep'), 'size', 12.5),
            'planted photo'::bytea, 'planted note, on which nobody should ever look ' || i
        FROM generate_series(1, \(count)) i;
        INSERT INTO public."Order's ""big"" one" SELECT i * 1000000007::bigint, i, 'user' || i || '@real.test', 'planted order'
        FROM generate_series(1, \(count)) i;
        INSERT INTO "we ird"."tä""ble" SELECT i, 'planted key ' || i, i FROM generate_series(1, 20) i;
        INSERT INTO "we ird".child (x, y) SELECT i % 20 + 1, 'planted key ' || i % 20 + 1 FROM generate_series(1, 100) i;
        INSERT INTO public.staff SELECT i, nullif(i / 2, 0), 'planted login ' || i FROM generate_series(1, 50) i;
        INSERT INTO public.ring_a SELECT i, i % 30 + 1, 'planted ring' FROM generate_series(1, 30) i;
        INSERT INTO public.ring_b SELECT i, i % 30 + 1, 'planted ring' FROM generate_series(1, 30) i;
        INSERT INTO public.visits SELECT date '2019-12-25' + i % 14, i, 'planted page' FROM generate_series(1, \(count)) i;
        INSERT INTO public.heir VALUES (1, 'planted heir', 'planted extra');
        INSERT INTO public.parent VALUES (2, 'planted parent');
        INSERT INTO public.huge SELECT i, (SELECT string_agg('planted' || md5((i * j)::text), '') FROM generate_series(1, 3000) j)
        FROM generate_series(1, 3) i;
        INSERT INTO public.audit VALUES ('user1@real.test');
        REFRESH MATERIALIZED VIEW public.mails;
        REFRESH MATERIALIZED VIEW public.first_mails;
        ANALYZE;
        CHECKPOINT
        """
    }

    static var rules: MaskingRules {
        var rules = MaskingRules(
            customers + [
                .rule("Order*", ["no. of"], .permute), .rule("Order*", ["comment; DROP"], .text),
                .rule("we ird.*", ["a"], .permute), .rule("we ird.tä*", ["b"], .scramble),
                .rule("we ird.*", ["c", "id"], .keep),
                .rule("staff", ["id"], .permute), .rule("staff", ["login"], .username),
                .rule("ring_?", ["id"], .permute), .rule("ring_?", ["secret"], .constant) { $0.value = "it's" },
                .rule("visits", ["at"], .keep), .rule("visits", ["page"], .hash),
                .rule("nothing", ["*"], .hash) { $0.columns = ["email"] }, .rule("nothing", ["id"], .null),
                .rule("parent", ["id"], .keep), .rule("parent", ["person"], .lastName),
                .rule("heir", ["extra"], .partial) { $0.keepFirst = 1 },
                .rule("huge", ["id"], .keep), .rule("huge", ["body"], .text),
                MaskingRule(table: "audit", strategy: .truncate),
            ]
        )
        rules.locale = "de"
        return rules
    }

    private static var customers: [MaskingRule] {
        [
            .rule("customers", ["*"], .keep), .rule("customers", ["id"], .permute),
            .rule("customers", ["email"], .email),
            .rule("customers", ["name"], .name), .rule("customers", ["phone"], .phone),
            .rule("customers", ["card"], .card),
            .rule("customers", ["iban"], .iban), .rule("customers", ["born", "seen"], .shift) { $0.subject = "id" },
            .rule("customers", ["address"], .address), .rule("customers", ["ip"], .ip),
            .rule("customers", ["mac"], .mac),
            .rule("customers", ["token"], .uuid), .rule("customers", ["mood"], .choice),
            .rule("customers", ["nick"], .scramble), .rule("customers", ["salary"], .noise),
            .rule("customers", ["tags"], .hash), .rule("customers", ["profile"], .json) { $0.keepKeys = ["size"] },
            .rule("customers", ["profile"], .email) { $0.path = "mail" }, .rule("customers", ["photo"], .hash),
            .rule("customers", ["notes"], .text),
        ]
    }
}

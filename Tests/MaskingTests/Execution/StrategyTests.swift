import Masking
import Testing

@Suite struct StrategyTests {
    struct Case: Sendable {
        let type: String
        let values: [String?]
        let rule: MaskingRule
        /// A condition on `old` and `new` that all rows fulfil.
        let condition: String
    }

    private static func on(_ strategy: MaskingStrategy, _ change: (inout MaskingRule) -> Void = { _ in }) -> MaskingRule
    {
        .rule("*", ["new"], strategy, change)
    }

    static let cases: [Case] = [
        Case(type: "text", values: ["a", nil], rule: on(.null), condition: "new IS NULL"),
        Case(type: "int DEFAULT 7", values: ["1", nil], rule: on(.default), condition: "new = 7"),
        Case(
            type: "text",
            values: ["a", nil],
            rule: on(.constant) { $0.value = "it's" },
            condition: "new IS NOT DISTINCT FROM CASE WHEN old IS NOT NULL THEN 'it''s' END"
        ),
        Case(
            type: "text",
            values: ["Anna", "An", ""],
            rule: on(.partial) { ($0.keepFirst, $0.keepLast) = (1, 1) },
            condition: "new = CASE old WHEN 'Anna' THEN 'A**a' WHEN 'An' THEN '**' ELSE '' END"
        ),
        Case(
            type: "text",
            values: ["a1b22"],
            rule: on(.regexp) { ($0.pattern, $0.value) = ("[0-9]", "#") },
            condition: "new = 'a#b##'"
        ),
        Case(type: "bytea", values: ["\\x00ff"], rule: on(.hash), condition: "length(new) = 32"),
        Case(type: "varchar(20)", values: ["x", "y"], rule: on(.hash), condition: "new ~ '^[0-9a-f]{20}$'"),
        Case(
            type: "text",
            values: ["Müller-12 Ab", "日本語", "Иван", "12", "7", "", "---", "a b c"],
            rule: on(.scramble),
            condition: "length(new) = length(old) AND (new <> old OR old !~ '[[:alnum:]]')"
        ),
        Case(
            type: "char(8)",
            values: ["AB12cd"],
            rule: on(.scramble),
            condition: "new::text ~ '^[A-Z]{2}[0-9]{2}[a-z]{2}$'"
        ),
        Case(
            type: "text",
            values: ["AB-1234", "AB-9999"],
            rule: on(.scramble) { $0.keepFirst = 3 },
            condition: "new ~ '^AB-[0-9]{4}$'"
        ),
        Case(type: "text", values: ["Some longer text", ""], rule: on(.text), condition: "length(new) = length(old)"),
        Case(type: "text", values: ["x"], rule: on(.name) { $0.locale = "fr" }, condition: "new ~ '^\\S+ \\S+$'"),
        Case(type: "text", values: ["x"], rule: on(.address) { $0.locale = "de" }, condition: "new ~ ' [0-9]+$'"),
        Case(
            type: "text",
            values: ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19"],
            rule: on(.iban),
            condition: "left(new, 2) = left(old, 2) AND length(new) = length(old) AND public.iban_rest(new) = 1"
        ),
        Case(
            type: "text",
            values: ["4111 1111 1111 1111", "5500-0000-0000-0004"],
            rule: on(.card) { $0.keepFirst = 4 },
            condition: "left(new, 4) = left(old, 4) AND length(new) = length(old) AND public.luhn(new)"
        ),
        Case(
            type: "text",
            values: ["+49 30 1234567", "030/123"],
            rule: on(.phone),
            condition: "new <> old AND regexp_replace(new, '[0-9]', '', 'g') = regexp_replace(old, '[0-9]', '', 'g')"
        ),
        Case(
            type: "inet",
            values: ["192.0.2.1", "2001:db8::1"],
            rule: on(.ip),
            condition: "family(new) = family(old::inet) AND new <> old::inet"
        ),
        Case(type: "text", values: ["192.0.2.1", "2001:db8::1"], rule: on(.ip), condition: "new::inet <> old::inet"),
        Case(
            type: "macaddr",
            values: ["08:00:2b:01:02:03"],
            rule: on(.mac),
            condition: "new <> old::macaddr AND trunc(new) IS NOT NULL"
        ),
        Case(
            type: "uuid",
            values: ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
            rule: on(.uuid),
            condition: "new <> old::uuid AND new::text ~ '^.{14}4'"
        ),
        Case(
            type: "smallint",
            values: ["1", "-1", "32767", "-32768", "0"],
            rule: on(.permute),
            condition: "sign(new) = sign(old::int) OR old::int >= 0 AND new >= 0"
        ),
        Case(
            type: "bigint",
            values: ["9223372036854775807", "-9223372036854775808", "5"],
            rule: on(.permute),
            condition: "new <> old::bigint"
        ),
        Case(type: "int", values: ["1000"], rule: on(.noise) { $0.percent = 5 }, condition: "new BETWEEN 950 AND 1050"),
        Case(
            type: "numeric",
            values: ["10.25"],
            rule: on(.noise),
            condition: "scale(new) = 2 AND new BETWEEN 9 AND 12"
        ),
        Case(
            type: "double precision",
            values: ["1.5", "NaN"],
            rule: on(.noise),
            condition: "new BETWEEN 1.3 AND 1.7 OR old = 'NaN'"
        ),
        Case(
            type: "date",
            values: ["2024-02-29", "infinity"],
            rule: on(.shift) { $0.days = 5 },
            condition: "old = 'infinity' OR abs(new - old::date) BETWEEN 1 AND 5"
        ),
        Case(
            type: "timestamptz",
            values: ["2024-02-29 10:00+00"],
            rule: on(.shift),
            condition: "new <> old::timestamptz AND extract(minute FROM new) = 0"
        ),
        Case(
            type: "date",
            values: ["2024-02-29"],
            rule: on(.generalise) { $0.value = "year" },
            condition: "new = '2024-01-01'"
        ),
        Case(type: "int", values: ["37"], rule: on(.generalise) { $0.value = "10" }, condition: "new = 30"),
        Case(type: "boolean", values: ["t", nil], rule: on(.choice), condition: "(new IS NULL) = (old IS NULL)"),
        Case(
            type: "text",
            values: ["a", "b", "c"],
            rule: on(.sql) { $0.value = "'<' || id || '>'" },
            condition: "new = '<' || id || '>'"
        ),
        Case(
            type: "text[]",
            values: ["{a,b}", "{}", nil],
            rule: on(.firstName),
            condition:
                "coalesce(cardinality(new), -1) = coalesce(cardinality(old::text[]), -1) AND new IS DISTINCT FROM '{a,b}'"
        ),
        Case(type: "int[]", values: ["{1,2,3}"], rule: on(.permute), condition: "cardinality(new) = 3 AND new[1] > 3"),
        Case(
            type: "json",
            values: ["{\"a\": {\"b\": \"secret\"}, \"c\": 1}"],
            rule: on(.email) { $0.path = "a.b" },
            condition: "new #>> '{a,b}' LIKE '%@example.com' AND new ->> 'c' = '1'"
        ),
        Case(
            type: "jsonb",
            values: ["{\"a\": 5}", "{}", "[1]"],
            rule: on(.null) { $0.path = "a" },
            condition: "(new -> 'a') IS NOT DISTINCT FROM CASE WHEN old LIKE '%5%' THEN 'null'::jsonb END"
        ),
        Case(
            type: "jsonb",
            values: ["{\"k\": [\"secret\", {\"x\": -12.5}], \"t\": true, \"keep\": \"me\"}"],
            rule: on(.json) { $0.keepKeys = ["keep"] },
            condition:
                "new ->> 'keep' = 'me' AND new::text !~ 'secret' AND new -> 't' = 'true' AND jsonb_typeof(new #> '{k,1,x}') = 'number'"
        ),
        Case(
            type: "text",
            values: ["one", "two", "three"],
            rule: on(.constant) { ($0.value, $0.where) = ("x", "id > 1") },
            condition: "new = CASE WHEN id > 1 THEN 'x' ELSE old END"
        ),
    ]

    @Test func eachDoesWhatItSays() async throws {
        try await MaskingServer.with { server in
            try await server.create("shop", Self.checks)
            for (number, item) in Self.cases.enumerated() {
                let values = item.values.map { value in value.map { "('\($0.replacing("'", with: "''"))')" } ?? "(NULL)"
                }
                try await server.execute(
                    """
                    DROP TABLE IF EXISTS t;
                    CREATE TABLE t (id serial, old text, new \(item.type));
                    INSERT INTO t (old) VALUES \(values.joined(separator: ", "));
                    UPDATE t SET new = old::\(item.type.split(separator: " DEFAULT").first ?? "text")
                    """,
                    in: "shop"
                )
                var rules = MaskingRules([.rule("t", ["id", "old"], .keep), item.rule])
                rules.largeObjects = .keep
                try await server.mask("shop", rules)
                let bad = try await server.rows(
                    "SELECT old, new FROM public.t WHERE (\(item.condition)) IS NOT TRUE",
                    in: "shop"
                )
                #expect(bad == [], "case \(number): \(item.rule.strategy) on \(item.type)")
            }
        }
    }

    @Test func shuffledValuesAreTheSameOnesElsewhere() async throws {
        try await MaskingServer.with { server in
            try await server.create(
                "shop",
                "CREATE TABLE t AS SELECT i AS id, i AS v, i % 2 AS g FROM generate_series(1, 2000) i"
            )
            let rules = MaskingRules([.rule("t", ["id", "g"], .keep), .rule("t", ["v"], .shuffle)])
            try await server.mask("shop", rules)
            let facts = try await server.rows(
                "SELECT count(DISTINCT v), sum(v), count(*) FILTER (WHERE v = id) < 20 FROM public.t",
                in: "shop"
            )
            #expect(facts == [["2000", "2001000", "t"]])
        }
    }

    /// Texts of one shape are mapped one to one.
    @Test func scramblingAndPermutingAreBijections() async throws {
        try await MaskingServer.with { server in
            try await server.create(
                "shop",
                """
                CREATE TABLE t AS SELECT i AS id, lpad(i::text, 3, '0') AS three, i AS small, chr(97 + i / 26 % 26) || chr(65 + i % 26) AS two
                FROM generate_series(0, 999) i
                """
            )
            let rules = MaskingRules([
                .rule("t", ["id"], .keep), .rule("t", ["three", "two"], .scramble),
                .rule("t", ["small"], .permute) { $0.bits = 10 },
            ])
            try await server.mask("shop", rules)
            let facts = try await server.rows(
                "SELECT count(DISTINCT three), count(DISTINCT two), count(DISTINCT small), max(small) < 1024, count(*) FILTER (WHERE small = id) < 20 FROM public.t",
                in: "shop"
            )
            #expect(facts == [["1000", "676", "1000", "t", "t"]])
        }
    }

    private static let checks = """
        CREATE FUNCTION public.luhn(v text) RETURNS boolean LANGUAGE sql AS $$
            SELECT sum(CASE WHEN n % 2 = 1 THEN d WHEN d * 2 > 9 THEN d * 2 - 9 ELSE d * 2 END) % 10 = 0
            FROM (SELECT d::int, row_number() OVER (ORDER BY o DESC) AS n
                FROM regexp_split_to_table(regexp_replace(v, '[^0-9]', '', 'g'), '') WITH ORDINALITY AS x (d, o)) AS y $$;
        CREATE FUNCTION public.iban_rest(v text) RETURNS numeric LANGUAGE sql AS $$
            SELECT mod(string_agg(CASE WHEN c ~ '[0-9]' THEN c ELSE (ascii(c) - 55)::text END, '' ORDER BY o)::numeric, 97)
            FROM (SELECT regexp_replace(v, ' ', '', 'g') AS p) AS q,
                regexp_split_to_table(substr(p, 5) || left(p, 4), '') WITH ORDINALITY AS x (c, o) $$;
        """
}

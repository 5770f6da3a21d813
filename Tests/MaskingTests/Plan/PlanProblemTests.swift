import Masking
import Testing

/// Everything that can be refused is refused before anything is touched.
@Suite struct PlanProblemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let rules: [MaskingRule]
        /// A part of the only problem, or of the first; `nil` if all is well.
        let problem: String?
        var change: @Sendable (inout MaskingRules) -> Void = { $0.unknownColumns = .allow }
        var testDescription: String { name }
    }

    static let sql = """
        CREATE TYPE mood AS ENUM ('a', 'b');
        CREATE TABLE p (id int PRIMARY KEY, email text UNIQUE, short varchar(10), n int NOT NULL, d int NOT NULL DEFAULT 7,
            born date, during int4range, doc json, mood mood, twice int GENERATED ALWAYS AS (id * 2) STORED,
            EXCLUDE USING gist (during WITH &&));
        CREATE UNIQUE INDEX ON p (lower(short));
        CREATE TABLE c (p_id bigint REFERENCES p, mail varchar(20) REFERENCES p (email), loose int);
        CREATE TABLE parted (k int, v text) PARTITION BY LIST (k);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
        """

    static let cases: [Case] = [
        Case(name: "fine", rules: [.rule("p", ["id"], .permute)], problem: nil),
        Case(
            name: "lossy on unique",
            rules: [.rule("p", ["email"], .constant) { $0.value = "x" }],
            problem: "unique index p_email_key"
        ),
        Case(
            name: "collisions on unique",
            rules: [.rule("p", ["email"], .name)],
            problem: "does not keep values apart"
        ),
        Case(
            name: "overridden",
            rules: [.rule("p", ["email"], .scramble) { $0.allowUniquenessLoss = true }, .rule("c", ["mail"], .keep)],
            problem: nil
        ),
        Case(
            name: "condition on unique",
            rules: [.rule("p", ["id"], .permute) { $0.where = "n > 1" }],
            problem: "with where"
        ),
        Case(
            name: "expression index",
            rules: [.rule("p", ["short"], .scramble)],
            problem: "expression of the unique index"
        ),
        Case(name: "exclusion", rules: [.rule("p", ["during"], .shuffle)], problem: "exclusion constraint"),
        Case(name: "not null", rules: [.rule("p", ["n"], .null)], problem: "must not be NULL"),
        Case(name: "no default", rules: [.rule("p", ["n"], .default)], problem: "no default"),
        Case(name: "default", rules: [.rule("p", ["d"], .default)], problem: nil),
        Case(name: "type", rules: [.rule("p", ["born"], .email)], problem: "which email cannot mask"),
        Case(
            name: "too short for the other side",
            rules: [.rule("p", ["email"], .email)],
            problem: "room for 20 characters"
        ),
        Case(name: "generated", rules: [.rule("p", ["twice"], .null)], problem: "is generated"),
        Case(name: "shuffle of a key", rules: [.rule("p", ["id"], .shuffle)], problem: "equal values to equal values"),
        Case(
            name: "two rules for one reference",
            rules: [.rule("p", ["id"], .permute), .rule("c", ["p_id"], .permute) { $0.domain = "other" }],
            problem: "has another rule"
        ),
        Case(name: "partition key", rules: [.rule("parted", ["k"], .permute)], problem: "in which partition"),
        Case(name: "rule for a partition", rules: [.rule("parted", ["v"], .hash)], problem: nil),
        Case(
            name: "path in no document",
            rules: [.rule("p", ["email"], .hash) { $0.path = "a.b" }],
            problem: "no document"
        ),
        Case(name: "parameter", rules: [.rule("p", ["short"], .regexp)], problem: "needs `pattern`"),
        Case(
            name: "subject",
            rules: [.rule("p", ["born"], .shift) { $0.subject = "nobody" }],
            problem: "names the subject"
        ),
        Case(name: "locale", rules: [.rule("c", ["loose"], .keep) { $0.locale = "xx" }], problem: nil),
        Case(
            name: "rows that others need",
            rules: [MaskingRule(table: "p", strategy: .truncate)],
            problem: "loses rows"
        ),
        Case(
            name: "typing error",
            rules: [.rule("no_such_table", ["x"], .null) { $0.database = "shop" }],
            problem: "matches nothing"
        ),
        Case(name: "unknown column", rules: [.rule("c", ["loose"], .null)], problem: "no rule mentions it") {
            $0.unknownColumns = nil
        },
        Case(name: "null policy", rules: [.rule("c", ["loose"], .null)], problem: nil) { $0.unknownColumns = .null },
        Case(name: "null policy and NOT NULL", rules: [.rule("p", ["short"], .null)], problem: "cannot be NULL") {
            $0.unknownColumns = .null
        },
        Case(name: "everything", rules: [], problem: "no rule mentions it") { $0.everything = true },
        Case(name: "agreed reference", rules: [.rule("p", ["id"], .permute)], problem: nil) {
            $0.unknownColumns = .allow
            $0.references = [MaskingReference(from: "public.c.loose", to: "public.p.id")]
        },
    ]

    @Test func allCases() async throws {
        try await MaskingServer.with { server in
            try await server.create("shop", Self.sql)
            let schema = try await server.schema(of: "shop")
            for item in Self.cases {
                var rules = MaskingRules(item.rules)
                item.change(&rules)
                do {
                    _ = try MaskingPlan.make(rules, for: schema)
                    #expect(item.problem == nil, "\(item.name)")
                } catch let error as MaskingError {
                    let isNamed = item.problem.map { part in error.problems.contains { $0.reason.contains(part) } }
                    #expect(isNamed == true, "\(item.name): \(error)")
                    #expect(error.problems.allSatisfy { $0.place.hasPrefix("shop: ") && !$0.remedy.isEmpty })
                }
            }
        }
    }

    @Test func rulesFollowReferencesAndPartitions() async throws {
        try await MaskingServer.with { server in
            try await server.create("shop", Self.sql)
            var rules = MaskingRules([.rule("p", ["id"], .permute), .rule("parted", ["v"], .hash)])
            rules.unknownColumns = .allow
            rules.references = [MaskingReference(from: "public.c.loose", to: "public.p.id")]
            let plan = try await server.plan(rules, for: "shop")
            let masked = plan.tables.flatMap { table in
                table.masks.map { "\(table.table.name).\($0.column.name) \($0.bits ?? 0)" }
            }
            #expect(masked == ["c.p_id 32", "c.loose 32", "p.id 32", "parted_1.v 0"])
            #expect(plan.foreignKeys.map(\.name).sorted() == ["c_mail_fkey", "c_p_id_fkey"])
        }
    }

    @Test func rehearsalFindsWhatSchemasDoNotTell() async throws {
        try await MaskingServer.with { server in
            try await server.create(
                "shop",
                "CREATE TABLE t (id int, x text CHECK (x LIKE 'a%'), y int); INSERT INTO t VALUES (1, 'anna', 2)"
            )
            for (rule, words) in [
                (MaskingRule.rule("t", ["x"], .constant) { $0.value = "b" }, "would break the constraint t_x_check"),
                (.rule("t", ["y"], .sql) { $0.value = "no_such_column" }, "does not exist"),
                (.rule("t", ["y"], .sql) { $0.value = "x::int" }, "invalid input syntax"),
            ] {
                var rules = MaskingRules([rule])
                rules.unknownColumns = .allow
                let error = await #expect(throws: MaskingError.self) { try await server.mask("shop", rules) }
                #expect(
                    error?.description.contains(words) == true && error?.description.contains("anna") == false,
                    "\(error as Any)"
                )
                #expect(try await server.rows("SELECT x, y FROM public.t", in: "shop") == [["anna", "2"]])
            }
        }
    }
}

import Testing

@testable import Masking

@Suite struct LabelTranslationTests {
    private static func translate(_ text: String, column: String? = "c", own: [MaskingRule] = []) -> LabelTranslation {
        let label = AnonymizerLabel(schema: "public", table: "people", column: column, text: text)
        return LabelTranslation([label], database: "shop", own: MaskingRules(own))
    }

    @Test(arguments: [
        ("MASKED WITH FUNCTION anon.fake_first_name()", MaskingStrategy.firstName),
        ("MASKED WITH FUNCTION anon.pseudo_last_name(c, 'salt')", .lastName),
        ("masked  with function anon.dummy_free_email()", .email),
        ("MASKED WITH FUNCTION anon.dummy_city_name_locale('fr_FR')", .city),
        ("MASKED WITH FUNCTION anon.fake_iban()", .iban), ("MASKED WITH FUNCTION anon.random_string(12)", .text),
        ("MASKED WITH FUNCTION anon.digest(c, 'salt', 'sha256')", .hash),
        ("MASKED WITH FUNCTION anon.random_phone('0609')", .phone),
        ("MASKED WITH FUNCTION anon.random_in_enum(c)", .choice), ("MASKED WITH VALUE NULL", .null),
        ("MASKED WITH VALUE DEFAULT", .default), ("NOT MASKED", .keep),
    ])
    func knownFunctionsBecomeStrategies(_ text: String, _ strategy: MaskingStrategy) {
        let result = Self.translate(text)
        #expect(result.problems.isEmpty)
        #expect(result.rules.map(\.strategy) == [strategy])
        #expect(result.rules.first?.table == "public.people" && result.rules.first?.columns == ["c"])
        #expect(result.rules.first?.database == "shop" && result.rules.first?.isFromLabel == true)
    }

    @Test(arguments: [
        ("MASKED WITH VALUE $$CONFIDENTIAL$$", "$$CONFIDENTIAL$$"), ("MASKED WITH VALUE 'it''s'", "'it''s'"),
        (
            "MASKED WITH FUNCTION anon.partial(c,2,$$**,)**$$,3)",
            "(pg_catalog.left((c)::text, 2) || $$**,)**$$ || pg_catalog.right((c)::text, 3))"
        ),
        ("MASKED WITH FUNCTION pg_catalog.md5(c || 'x')", "pg_catalog.md5(c || 'x')"),
        (
            "MASKED WITH FUNCTION anon.random_int_between(1, (5))",
            "(pg_catalog.floor((1) + pg_catalog.random() * (((5)) - (1) + 1)))::bigint"
        ),
        (
            "MASKED WITH FUNCTION anon.random_in(ARRAY['a,b', 'c'])",
            "(ARRAY['a,b', 'c'])[1 + pg_catalog.floor(pg_catalog.random() * pg_catalog.cardinality(ARRAY['a,b', 'c']))::int]"
        ),
    ])
    func restBecomesSQL(_ text: String, _ expression: String) {
        let result = Self.translate(text)
        #expect(result.rules.map(\.strategy) == [.sql])
        #expect(result.rules.first?.value == expression)
    }

    @Test func noiseAndSamplesKeepTheirFigures() {
        #expect(Self.translate("MASKED WITH FUNCTION anon.noise(c, 0.25)").rules.first?.percent == 25)
        let sample = Self.translate("TABLESAMPLE BERNOULLI(10)", column: nil).rules.first
        #expect(sample?.strategy == .rows && sample?.where == "pg_catalog.random() < 0.1")
    }

    @Test(arguments: [
        "MASKED WITH FUNCTION anon.image_blur(c, 3)", "MASKED WITH FUNCTION anon.upper(anon.fake_city())",
        "MASKED WITH FUNCTION pg_catalog.md5(anon.fake_city())", "MASKED WITH FUNCTION anon . secret (c)",
        "MASKED WITH FUNCTION", "MASKED WITH VALUE", "SOMETHING ELSE", "",
        "MASKED WITH FUNCTION anon.partial(c, 1)", "MASKED WITH FUNCTION anon.partial(c,1,'x',1) || anon.hash(c)",
    ])
    func whatIsNotKnownIsRefusedByName(_ text: String) {
        let result = Self.translate(text)
        #expect(result.rules.isEmpty)
        #expect(result.problems.map(\.place) == ["shop: public.people.c"])
        #expect(result.problems.first?.reason.hasSuffix(text) == true)
        #expect(result.problems.first?.remedy.contains("retrieval.masking.rules") == true)
    }

    @Test func whatTheOperatorSaysWins() {
        let own = MaskingRule(table: "people", columns: ["c*"], strategy: .null)
        let result = Self.translate("MASKED WITH FUNCTION anon.image_blur(c, 3)", own: [own])
        #expect(result.rules.isEmpty && result.problems.isEmpty)
        let other = MaskingRule(table: "people", columns: ["d"], strategy: .null)
        #expect(Self.translate("MASKED WITH VALUE NULL", own: [other]).rules.count == 1)
    }

    @Test func statementsOfDumpsAreRead() throws {
        let script = """
            -- Name: people; SECURITY LABELS
            SET search_path = '';
            SECURITY LABEL FOR anon ON COLUMN public.people.email IS 'MASKED WITH FUNCTION anon.fake_email()';
            SECURITY LABEL FOR anon ON COLUMN "Odd Schema"."a""b"."c;d" IS 'MASKED WITH VALUE
            ''x;''';
            SECURITY LABEL FOR anon ON TABLE public.people IS 'TABLESAMPLE BERNOULLI(10)';
            SECURITY LABEL FOR anon ON COLUMN public.people.note IS NULL;
            SECURITY LABEL FOR selinux ON TABLE public.people IS 'system_u:object_r;x';
            SECURITY LABEL FOR anon ON FUNCTION public.f(integer) IS 'TRUSTED';
            """
        let found = try LabelStatements(parsing: script)
        #expect(found.labels.map(\.title) == ["public.people.email", "Odd Schema.a\"b.c;d", "public.people"])
        #expect(found.labels.map(\.text).contains("MASKED WITH VALUE\n'x;'"))
        #expect(found.others == ["selinux"])
    }

    @Test(arguments: [
        "SECURITY LABEL FOR anon ON COLUMN public.people IS 'x';", "SECURITY LABEL FOR anon ON COLUMN a.b.c IS 'open",
        "SECURITY LABEL FOR anon", "SECURITY LABEL ON TABLE x IS 'y'",
    ])
    func statementsThatAreNotUnderstoodAreNoReasonToGoOn(_ script: String) {
        #expect(throws: MaskingError.self) { try LabelStatements(parsing: script) }
    }
}

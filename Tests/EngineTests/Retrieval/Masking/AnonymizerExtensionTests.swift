import Engine
import FoundationEssentials
import Masking
import Postgres
import Storage
import SystemPackage
import Testing
import Tooling

/// Where the extension is installed for the golden copy's server, it does what labels ask for.
@Suite struct AnonymizerExtensionTests {
    private static let people = SourceContent.Part(
        sql: """
            CREATE TABLE people (id int PRIMARY KEY, email text, name text, phone text, note text) PARTITION BY RANGE (id);
            CREATE TABLE people_few PARTITION OF people FOR VALUES FROM (0) TO (100);
            CREATE TABLE people_many PARTITION OF people FOR VALUES FROM (100) TO (1000);
            INSERT INTO people SELECT i, 'planted' || i || '@real.test', 'planted name ' || i, '+49 30 planted' || i, 'a note'
                FROM generate_series(1, 500) i;
            CREATE TABLE trail (old text);
            CREATE FUNCTION keep_old() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO public.trail VALUES (OLD.email); RETURN NEW; END $$;
            CREATE TRIGGER keep_old AFTER UPDATE ON people FOR EACH ROW EXECUTE FUNCTION keep_old();
            CREATE MATERIALIZED VIEW mails AS SELECT email FROM people;
            CREATE FUNCTION label(on_column name, text text) RETURNS void LANGUAGE sql AS $$
                INSERT INTO pg_seclabel SELECT attrelid, 'pg_class'::regclass, attnum, 'anon', $2
                FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = $1 $$;
            SET allow_system_table_mods = on;
            SELECT label('email', 'MASKED WITH FUNCTION anon.fake_email()'), label('name', 'MASKED WITH VALUE ''nobody'''),
                label('phone', 'MASKED WITH FUNCTION anon.only_here(phone)'), label('note', 'NOT MASKED');
            RESET allow_system_table_mods;
            DROP FUNCTION label;
            CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO public.trail VALUES (tg_tag); END $$;
            CREATE EVENT TRIGGER watcher ON ddl_command_start EXECUTE FUNCTION watch();
            ALTER EVENT TRIGGER watcher ENABLE ALWAYS
            """
    )

    private static let facts = """
        SELECT count(*), bool_and(email LIKE '%@anon.example'), bool_and(name = 'nobody'), bool_and(phone ~ '^only \\d+$'),
            bool_and(note = 'a note'), (SELECT count(*) FROM public.trail),
            (SELECT count(*) FROM public.mails WHERE email LIKE '%@anon.example'),
            (SELECT string_agg(evtenabled, '') FROM pg_event_trigger),
            (SELECT string_agg(extname, ' ') FROM pg_extension), (SELECT count(*) FROM pg_seclabel WHERE classoid = 'pg_namespace'::regclass)
        FROM public.people
        """

    private static func withLaboratory(_ body: (RefreshLaboratory, LogicalSettings) async throws -> Void) async throws {
        try await AnonymizerFixture.with { fixture in
            let environment = ["KEY": "a key that only tests know"]
            let settings = LogicalSettings(searchPaths: fixture.searchPaths, environment: environment)
            try await RefreshLaboratory.with(source: [people], searchPaths: fixture.searchPaths) { laboratory in
                try await body(laboratory, settings)
            }
        }
    }

    private func stages(
        _ laboratory: RefreshLaboratory,
        _ settings: LogicalSettings,
        _ masking: MaskingOptions = MaskingOptions()
    ) throws -> [any RetrievalStage] {
        try laboratory.transferStages(
            masking: masking,
            settings: settings
        )
    }

    private func expectMasked(_ laboratory: RefreshLaboratory, _ refresh: Refresh, labelsLeft: Int) async throws {
        try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
        let report = try #require(refresh.report.masking)
        #expect(report.anonymizer == "1.0")
        #expect(report.tables.map(\.table) == ["public.people"] && report.rows == 500, "\(report.tables)")
        #expect(report.tables.first?.columns == ["email": "label", "name": "label", "phone": "label"])
        #expect(
            Set(report.kept.map { "\($0.column): \($0.reason ?? "")" }).isSuperset(of: [
                "public.people.id: no label", "public.people.note: label: NOT MASKED",
            ])
        )
        #expect(!report.kept.contains { $0.column.hasSuffix("email") }, "\(report.kept)")
        let found = try? await Tool("grep").run(["-rlaF", "-e", "planted", laboratory.pool.string])
        #expect(found == nil, "\(found ?? "")")
        try await laboratory.withClone(of: try #require(try laboratory.catalog.latestSnapshot())) { clone in
            let connection = try await Connection(clone)
            let facts = try await connection.query(Self.facts)
            #expect(facts == [["500", "t", "t", "t", "t", "0", "500", "A", "plpgsql", "0"]])
            let labels = try await connection.query("SELECT count(*) FROM pg_seclabel WHERE provider = 'anon'")
            #expect(labels == [["\(labelsLeft)"]])
            await connection.close()
        }
    }

    @Test func itDoesLabelsOfDumps() async throws {
        try await Self.withLaboratory { laboratory, settings in
            let refresh = try await laboratory.refresh(laboratory.service(try stages(laboratory, settings)))
            try await expectMasked(laboratory, refresh, labelsLeft: 0)
        }
    }

    /// Labels that came with the files stay there.
    @Test func itDoesLabelsOfCopiedFiles() async throws {
        try await Self.withLaboratory { laboratory, settings in
            let plan = laboratory.copyingPlan(settings: settings)
            let refresh = try await laboratory.refresh(laboratory.service(try plan.stages()))
            try await expectMasked(laboratory, refresh, labelsLeft: 4)
        }
    }

    @Test func rulesWinOverIt() async throws {
        try await Self.withLaboratory { laboratory, settings in
            let rules = [
                Self.rule("phone", .constant) { $0.value = "by rule" }, Self.rule("id", .keep),
                Self.rule("note", .keep),
            ]
            let masking = MaskingOptions(rules: rules, keyEnv: "KEY")
            let refresh = try await laboratory.refresh(laboratory.service(try stages(laboratory, settings, masking)))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let columns = refresh.report.masking?.tables.map(\.columns) ?? []
            #expect(columns.contains(["email": "label", "name": "label"]) && columns.contains(["phone": "constant"]))
            try await laboratory.withClone(of: try #require(try laboratory.catalog.latestSnapshot())) { clone in
                let connection = try await Connection(clone)
                let facts = try await connection.query(
                    "SELECT bool_and(phone = 'by rule'), bool_and(email LIKE '%@anon.example') FROM public.people"
                )
                #expect(facts == [["t", "t"]])
                await connection.close()
            }
        }
    }

    /// The engine does not know this function, and is told to do all labels itself.
    @Test func itIsNotUsedWhereTheEngineIsToTranslate() async throws {
        try await Self.withLaboratory { laboratory, settings in
            var masking = MaskingOptions()
            masking.labels = .translate
            let refresh = try await laboratory.refresh(laboratory.service(try stages(laboratory, settings, masking)))
            #expect(refresh.state == .failed && refresh.failure?.contains("anon.only_here(phone)") == true)
        }
    }

    @Test func whatItRefusesOrCannotDoEndsTheRefreshWithoutASnapshot() async throws {
        try await Self.withLaboratory { laboratory, settings in
            try await laboratory.source.execute("SET allow_system_table_mods = on")
            for (label, words) in [
                ("MASKED BY MAGIC", ["public.people.phone", "not a valid label"]),
                ("MASKED WITH FUNCTION anon.unknown(phone)", ["anonymize_database", "anon.unknown"]),
            ] {
                try await laboratory.source.execute(
                    "UPDATE pg_seclabel SET label = '\(label)' WHERE label LIKE '%only_here%' OR label LIKE '%MAGIC'"
                )
                let refresh = try await laboratory.refresh(laboratory.service(try stages(laboratory, settings)))
                #expect(refresh.state == .failed)
                for word in words { #expect(refresh.failure?.contains(word) == true, "\(refresh.failure ?? "")") }
            }
            #expect(try laboratory.catalog.latestSnapshot() == nil)
            #expect(try await laboratory.driver.inventory().datasets.isEmpty)
        }
    }

    #if DEBUG
        @Test func aFailureBehindItLeavesNothingVisible() async throws {
            try await Self.withLaboratory { laboratory, settings in
                let stages = try stages(laboratory, settings)
                let stop: @Sendable (String) throws -> Void = { name in
                    if name == "refresh.mask.anonymized" { throw EngineError(.invalidArgument, "stopped at \(name)") }
                }
                let refresh = try await Failpoints.$action.withValue(stop) {
                    try await laboratory.refresh(laboratory.service(stages))
                }
                #expect(refresh.state == .failed && refresh.failure?.contains("anonymized") == true)
                #expect(try laboratory.catalog.latestSnapshot() == nil)
                #expect(try await laboratory.driver.inventory().datasets.isEmpty)
            }
        }
    #endif

    private static func rule(
        _ column: String,
        _ strategy: MaskingStrategy,
        _ change: (inout MaskingRule) -> Void = { _ in }
    ) -> MaskingRule {
        var rule = MaskingRule(table: "people", columns: [column], strategy: strategy)
        change(&rule)
        return rule
    }
}

import Engine
import FoundationEssentials
import Masking
import Postgres
import Storage
import SystemPackage
import Testing
import Tooling

/// Labels of PostgreSQL Anonymizer on a source: nobody need say anything else for what they name to be masked.
@Suite struct LabelTests {
    /// The extension is not here, so its labels are written as it stores them.
    private static let people = SourceContent.Part(
        sql: """
            CREATE TABLE people (id serial PRIMARY KEY, email text UNIQUE, name text, phone text, age int, kept text);
            INSERT INTO people (email, name, phone, age, kept)
                SELECT 'planted' || i || '@real.test', 'planted name', '+49 30 ' || 100000 + i, 30, 'stays' FROM generate_series(1, 500) i;
            CREATE FUNCTION label(on_table regclass, on_column name, text text) RETURNS void LANGUAGE sql AS $$
                INSERT INTO pg_seclabel SELECT $1, 'pg_class'::regclass,
                    coalesce((SELECT attnum FROM pg_attribute WHERE attrelid = $1 AND attname = $2), 0), 'anon', $3 $$;
            SET allow_system_table_mods = on;
            SELECT label('people', 'email', 'MASKED WITH FUNCTION anon.fake_email()'),
                label('people', 'name', 'MASKED WITH VALUE ''it''''s; hidden'''),
                label('people', 'phone', 'MASKED WITH FUNCTION anon.partial(phone, 3, $m$***$m$, 2)'),
                label('people', 'age', 'MASKED WITH FUNCTION anon.random_int_between(0, 9)'),
                label('people', 'kept', 'NOT MASKED');
            RESET allow_system_table_mods;
            DROP FUNCTION label
            """
    )

    private static let facts = """
        SELECT count(DISTINCT email), bool_and(email LIKE '%@example.com'), bool_and(name = 'it''s; hidden'),
            bool_and(phone ~ '^\\+49\\*\\*\\*\\d\\d$'), bool_and(age < 10), bool_and(kept = 'stays') FROM public.people
        """

    private func expectMasked(_ laboratory: RefreshLaboratory, _ refresh: Refresh, in database: String? = nil)
        async throws
    {
        try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
        let report = try #require(refresh.report.masking)
        #expect(report.rows == 500)
        #expect(
            Set(report.kept.map { "\($0.column): \($0.reason ?? "")" }) == [
                "public.people.id: no label", "public.people.kept: label: NOT MASKED",
            ]
        )
        #expect(!refresh.report.omissions.contains { $0.object.contains("label") }, "\(refresh.report.omissions)")
        let found = try? await Tool("grep").run(["-rlaF", "-e", "planted", laboratory.pool.string])
        #expect(found == nil, "\(found ?? "")")
        try await laboratory.withClone(of: try #require(try laboratory.catalog.latestSnapshot())) { clone in
            var clone = clone
            if let database { clone.database = database }
            let connection = try await Connection(clone)
            #expect(try await connection.query(Self.facts) == [["500", "t", "t", "t", "t", "t"]])
            await connection.close()
        }
    }

    /// By streaming, and by a dump that is kept.
    @Test(arguments: [false, true])
    func labelsOfTheSourceAreDone(keepsDump: Bool) async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            var dump = LogicalDumpOptions(source: laboratory.sourceOptions())
            if keepsDump { dump.dumpLocation = laboratory.directory.appending("pool/dump").string }
            let refresh = try await laboratory.refresh(laboratory.service(try stages(dump)))
            if let location = dump.dumpLocation { try FileManager.default.removeItem(atPath: location) }
            try await expectMasked(laboratory, refresh)
        }
    }

    /// As text and as an archive of an unknown source.
    @Test(arguments: [["-f", "shop.sql"], ["-Fc", "-f", "shop.dump"]])
    func labelsOfDumpsAreDone(_ arguments: [String]) async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            let place = laboratory.directory.appending("dumps")
            try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: false)
            try laboratory.source.own(place)
            try await laboratory.source.dump(
                arguments.dropLast() + [place.appending(arguments[arguments.count - 1]).string]
            )
            let stages = try LogicalPlan(
                jobs: ["logicalRestore", "logicalSnapshot"],
                dump: nil,
                restore: LogicalRestoreOptions(dumpLocation: place.string),
                snapshot: nil,
                settings: LogicalSettings()
            ).stages()
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try await expectMasked(laboratory, refresh, in: "shop")
        }
    }

    @Test func labelsInCopiesOfFilesAreDone() async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            let plan = laboratory.copyingPlan()
            try await expectMasked(laboratory, try await laboratory.refresh(laboratory.service(try plan.stages())))
        }
    }

    @Test func functionsThatAreNotKnownEndTheRefreshUnlessARuleIsThere() async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            try await laboratory.source.execute("SET allow_system_table_mods = on")
            try await laboratory.source.execute(
                "UPDATE pg_seclabel SET label = 'MASKED WITH FUNCTION anon.image_blur(age, 3)' WHERE label LIKE '%random_int%'"
            )
            let dump = LogicalDumpOptions(source: laboratory.sourceOptions())
            let refused = try await laboratory.refresh(laboratory.service(try stages(dump)))
            #expect(refused.state == .failed)
            #expect(refused.failure?.contains("anon.image_blur(age, 3)") == true, "\(refused.failure ?? "")")
            #expect(refused.failure?.contains("public.people.age") == true)
            #expect(try laboratory.catalog.latestSnapshot() == nil)

            let ignoring = try await laboratory.refresh(
                laboratory.service(try stages(dump) { $0.labels = .ignore })
            )
            #expect(ignoring.state == .finished && ignoring.report.masking == nil, "\(ignoring.failure ?? "")")

            var rules = ["id", "kept", "email", "name", "phone"].map { Self.rule($0, .keep) }
            rules.append(Self.rule("age", .null))
            let ruled = try await laboratory.refresh(
                laboratory.service(try stages(dump) { [rules] in $0 = MaskingOptions(rules: rules, keyEnv: "KEY") })
            )
            #expect(ruled.state == .finished, "\(ruled.failure ?? "")")
            #expect(ruled.report.masking?.tables.first?.columns == ["age": "setNull"], "what the operator says wins")
        }
    }

    private static func rule(_ column: String, _ strategy: MaskingStrategy) -> MaskingRule {
        MaskingRule(table: "people", columns: [column], strategy: strategy)
    }

    private func stages(
        _ dump: LogicalDumpOptions,
        _ change: (inout MaskingOptions) -> Void = { _ in }
    ) throws -> [any RetrievalStage] {
        var masking = MaskingOptions()
        change(&masking)
        return try LogicalPlan(
            jobs: ["logicalDump", "logicalRestore", "logicalSnapshot"],
            dump: dump,
            restore: nil,
            snapshot: nil,
            masking: masking,
            settings: LogicalSettings(environment: ["KEY": "a key that only tests know"])
        ).stages()
    }
}

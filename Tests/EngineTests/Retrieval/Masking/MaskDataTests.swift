import Engine
import FoundationEssentials
import Masking
import Postgres
import Storage
import Synchronization
import SystemPackage
import Testing
import Tooling

@Suite struct MaskDataTests {
    private static let people = SourceContent.Part(
        sql: """
            CREATE TABLE people (id serial PRIMARY KEY, email text UNIQUE, name text, note text);
            INSERT INTO people (email, name, note) SELECT 'planted' || i || '@real.test', 'planted name', repeat('planted note ', 400)
            FROM generate_series(1, 2000) i;
            CREATE TABLE letters (person int REFERENCES people, text text);
            INSERT INTO letters SELECT i, 'planted letter' FROM generate_series(1, 2000) i;
            CREATE MATERIALIZED VIEW mails AS SELECT email FROM people;
            ANALYZE
            """
    )

    private static let rules = [
        rule("people", ["id"], .permute), rule("people", ["email"], .email), rule("people", ["name"], .name),
        rule("people", ["note"], .text), rule("letters", ["text"], .null), rule("nobody", ["*"], .keep),
    ]

    private static func rule(_ table: String, _ columns: [String], _ strategy: MaskingStrategy) -> MaskingRule {
        MaskingRule(table: table, columns: columns, strategy: strategy)
    }

    private func stages(_ laboratory: RefreshLaboratory, _ rules: [MaskingRule]) throws -> [any RetrievalStage] {
        try laboratory.transferStages(
            masking: MaskingOptions(rules: rules, keyEnv: "KEY"),
            settings: LogicalSettings(environment: ["KEY": "a key that only tests know"])
        )
    }

    @Test func noByteOfTheSourceIsInTheSnapshot() async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            let refresh = try await laboratory.refresh(laboratory.service(try stages(laboratory, Self.rules)))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let report = try #require(refresh.report.masking)
            #expect(report.rows == 4000 && report.tables.map(\.table).sorted() == ["public.letters", "public.people"])
            #expect(report.keyID == (try MaskingKey("a key that only tests know").id) && report.rulesHash.count == 32)
            #expect(report.valuesLookedFor > 0)
            let found = try? await Tool("grep").run([
                "-rlaF", "-e", "planted", "-e", "real.test", laboratory.pool.string,
            ])
            #expect(found == nil)
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                let facts = try await connection.query(
                    """
                    SELECT count(*), bool_and(email LIKE '%@example.com'), (SELECT count(*) FROM public.letters JOIN public.people ON id = person),
                        (SELECT count(*) FROM public.mails JOIN public.people USING (email)),
                        (SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'people'),
                        (SELECT relallvisible > 0 FROM pg_class WHERE relname = 'people'),
                        (SELECT count(*) FROM pg_namespace WHERE nspname = 'dblab_masking')
                    FROM public.people
                    """
                )
                #expect(facts == [["2000", "t", "2000", "2000", "t", "t", "0"]])
                await connection.close()
            }
            let all = try laboratory.catalog.events().map(\.payload).joined()
            #expect(!all.contains("only tests know") && !all.contains("planted"))
        }
    }

    @Test func copiesOfFilesAreMaskedAsWell() async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            try await laboratory.source.execute(
                "UPDATE people SET note = 'planted twice'; DELETE FROM letters WHERE person < 9"
            )
            let plan = laboratory.copyingPlan(
                masking: MaskingOptions(rules: Self.rules, keyEnv: "KEY"),
                settings: LogicalSettings(environment: ["KEY": "a key that only tests know"])
            )
            let refresh = try await laboratory.refresh(laboratory.service(try plan.stages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.report.masking?.rows == 3992)
            let found = try? await Tool("grep").run([
                "-rlaF", "-e", "planted", "-e", "real.test", laboratory.pool.string,
            ])
            #expect(found == nil, "\(found ?? "")")
            try await laboratory.withClone(of: try #require(try laboratory.catalog.latestSnapshot())) { clone in
                let connection = try await Connection(clone)
                let facts = try await connection.query(
                    "SELECT count(*), (SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'people') FROM public.people"
                )
                #expect(facts == [["2000", "t"]])
                await connection.close()
            }
        }
    }

    @Test func driftAndBadRulesEndTheRefreshWithoutASnapshot() async throws {
        try await RefreshLaboratory.with(source: [Self.people]) { laboratory in
            try await laboratory.source.execute("ALTER TABLE people ADD COLUMN birthday date")
            let drift = try await laboratory.refresh(laboratory.service(try stages(laboratory, Self.rules)))
            #expect(
                drift.state == .failed && drift.failure?.contains("public.people.birthday: is new or unknown") == true
            )
            #expect(drift.failure?.contains("letters") == false, "\(drift.failure ?? "")")
            let broken = Self.rules + [Self.rule("people", ["birthday"], .keep), Self.rule("people", ["email"], .null)]
            let lossy = try await laboratory.refresh(laboratory.service(try stages(laboratory, broken)))
            #expect(
                lossy.state == .failed && lossy.failure?.contains("people_email_key") == true,
                "\(lossy.failure ?? "")"
            )
            #expect(try laboratory.catalog.latestSnapshot() == nil)
            #expect(try await laboratory.driver.inventory().datasets.isEmpty)
        }
    }

    @Test func withoutAKeyNothingBegins() throws {
        #expect(throws: EngineError.self) { try MaskingOptions().key(environment: [:]) }
        #expect(throws: EngineError.self) { try MaskingOptions(keyEnv: "NONE").key(environment: [:]) }
        #expect(throws: EngineError.self) { try MaskingOptions(keyFile: "/nonexistent/key").key(environment: [:]) }
        let error = #expect(throws: EngineError.self) {
            try MaskingOptions(keyEnv: "K").key(environment: ["K": "weak"])
        }
        #expect(error?.description.contains("weak") == false)
    }
}

extension RefreshLaboratory {
    var pool: FilePath { directory.appending("pool") }

    /// Copies the source's files once.
    func copyingPlan(masking: MaskingOptions? = nil, settings: LogicalSettings = LogicalSettings()) -> PhysicalPlan {
        PhysicalPlan(
            jobs: ["physicalRestore", "physicalSnapshot"],
            restore: PhysicalRestoreOptions(
                tool: .pgBasebackup,
                source: sourceOptions(),
                pgBasebackup: BaseBackupOptions(checkpoint: "fast")
            ),
            snapshot: nil,
            masking: masking,
            settings: settings
        )
    }
}

#if DEBUG
    /// Masking fails between any two statements: there is never a snapshot then.
    @Suite struct MaskDataFailureTests {
        @Test func aFailureAnywhereLeavesNothingVisible() async throws {
            try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
                let stages = try laboratory.transferStages(
                    masking: MaskingOptions(
                        rules: [MaskingRule(table: "people", columns: ["name"], strategy: .hash)],
                        keyEnv: "KEY"
                    ),
                    settings: LogicalSettings(environment: ["KEY": "a key that only tests know"])
                )
                let places = try await places(stages, laboratory)
                #expect(places.count == 14, "\(places)")
                let good = try await laboratory.driver.inventory()
                for place in places {
                    let stop: @Sendable (String) throws -> Void = { name in
                        if name == place { throw EngineError(.invalidArgument, "stopped at \(name)") }
                    }
                    let refresh = try await Failpoints.$action.withValue(stop) {
                        try await laboratory.refresh(laboratory.service(stages))
                    }
                    #expect(refresh.state == .failed && refresh.failure?.contains(place) == true, "\(place)")
                    #expect(try await laboratory.driver.inventory() == good, "\(place)")
                    #expect(try laboratory.catalog.snapshots().count == 1, "\(place)")
                }
            }
        }

        private func places(_ stages: [any RetrievalStage], _ laboratory: RefreshLaboratory) async throws -> [String] {
            let places = Mutex<[String]>([])
            let note: @Sendable (String) throws -> Void = { name in
                guard name.hasPrefix("refresh.mask") else { return }
                places.withLock { if !$0.contains(name) { $0.append(name) } }
            }
            let refresh = try await Failpoints.$action.withValue(note) {
                try await laboratory.refresh(laboratory.service(stages))
            }
            #expect(refresh.state == .finished, "\(refresh.failure ?? "")")
            return places.withLock { $0 }
        }
    }
#endif

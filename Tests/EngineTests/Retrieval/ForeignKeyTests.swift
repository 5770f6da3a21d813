import Engine
import Postgres
import Testing

/// See docs/decisions/003-streaming-restore.md.
@Suite struct ForeignKeyTests {
    /// One order has lost its user while keys were not looked at, as happens in production.
    private static let source = SourceContent.Part(
        sql: """
            CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users SELECT generate_series(1, 10);
            CREATE TABLE orders (id int, user_id int, seller int, "a buyer" int REFERENCES users, at date);
            INSERT INTO orders SELECT i, i, 10, 10 FROM generate_series(1, 10) i;
            ALTER TABLE orders ADD CONSTRAINT checked FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE;
            ALTER TABLE orders ADD CONSTRAINT said FOREIGN KEY (seller) REFERENCES users;
            COMMENT ON CONSTRAINT said ON orders IS 'of the shop';
            SET session_replication_role = replica; INSERT INTO orders (id, user_id) VALUES (11, 4711);
            SET session_replication_role = origin;
            ALTER TABLE orders ADD CONSTRAINT later FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID;
            CREATE TABLE parts (user_id int REFERENCES users) PARTITION BY LIST (user_id);
            CREATE TABLE part PARTITION OF parts DEFAULT; INSERT INTO parts VALUES (10);
            """
    )

    @Test(arguments: [[], ["--no-owner", "--no-privileges", "--exit-on-error"]])
    func theyAreAsAtTheSource(_ options: [String]) async throws {
        try await RefreshLaboratory.with(source: [Self.source]) { laboratory in
            let stages = try laboratory.transferStages(restore: LogicalRestoreOptions(customOptions: options))
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.report.omissions == [])
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                #expect(try await Content.of(clone) == Content.of(laboratory.source.parameters()))
                let connection = try await Connection(clone)
                let state =
                    "SELECT convalidated FROM pg_constraint WHERE conname IN ('checked', 'later') ORDER BY conname"
                #expect(try await connection.query(state) == [["t"], ["f"]])
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.execute("INSERT INTO public.orders (user_id) VALUES (4712)")
                }
                #expect(error?.sqlState == "23503")
                try await connection.execute("DELETE FROM public.users WHERE id = 1")
                let deleted = "SELECT count(*) FROM public.orders WHERE user_id = 1"
                #expect(try await connection.query(deleted) == [["0"]], "the key acts")
                await connection.close()
            }
        }
    }

    @Test func theyAreCheckedWhereRowsMayBeMissing() async throws {
        try await RefreshLaboratory.with(source: [Self.source]) { laboratory in
            let stages = try laboratory.transferStages(restore: LogicalRestoreOptions(ignoreErrors: true))
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let reasons = refresh.report.omissions.map(\.reason)
            #expect(reasons.count == 1 && reasons[0].contains("constraint \"checked\"") && reasons[0].contains("4711"))
        }
    }

    /// Orders without the table of their users.
    @Test func oneThatCannotBeMadeIsReported() async throws {
        try await RefreshLaboratory.with(source: [Self.source]) { laboratory in
            let dump = LogicalDumpOptions(
                source: laboratory.sourceOptions(),
                databases: DatabaseSelections(["postgres": DatabaseSelection(excludeTables: ["users"])])
            )
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.transferStages(dump)))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let omissions = refresh.report.omissions.filter { $0.reason.contains("does not exist") }
            #expect(omissions.map(\.object).contains("fk constraint public orders checked (database postgres)"))
        }
    }
}

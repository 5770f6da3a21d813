import Engine
import Postgres
import Testing

@Suite struct SourceAdviceTests {
    @Test func aGoodSourceIsReadyAndSketched() async throws {
        try await RefreshLaboratory.with { laboratory in
            let source = laboratory.source
            try await source.execute("CREATE DATABASE shop")
            let verdict = await SourceAdvice().test(source.parameters(), databases: ["shop"])
            #expect((verdict.status, verdict.result) == (.ok, .ok), "\(verdict.message)")
            #expect(verdict.message == "Database ready for dump and restore")
            let sketch = try await SourceAdvice().probe(source.parameters())
            #expect(sketch.provider == .generic)
            #expect(sketch.databases == ["postgres", "shop"])
            #expect(sketch.major == sketch.installedMajor && sketch.major == verdict.major)
            #expect(sketch.sharedBuffers.hasSuffix("MB") || sketch.sharedBuffers == "1GB")
        }
    }

    @Test func whatIsMissingHereIsNamed() async throws {
        try await RefreshLaboratory.with { laboratory in
            let source = laboratory.source
            try await source.withExtension("dblab_advice_gone") {
                try await source.execute("CREATE EXTENSION dblab_advice_gone")
            }
            let verdict = await SourceAdvice().test(source.parameters(), databases: [])
            #expect((verdict.status, verdict.result) == (.warning, .missingExtension))
            #expect(verdict.message.contains("dblab_advice_gone"))
            let unverified = await SourceAdvice().test(source.parameters(), databases: ["nowhere"])
            #expect((unverified.status, unverified.result) == (.warning, .unverifiedDatabase))
        }
    }

    @Test func whoCannotBeReachedIsAnError() async throws {
        // Nobody listens on a port that may not be listened on.
        let nowhere = ConnectionParameters(host: "127.0.0.1", port: 1, user: "u", database: "d")
        let verdict = await SourceAdvice().test(nowhere, databases: [])
        #expect((verdict.status, verdict.result) == (.error, .connectionError))
        let error = await #expect(throws: EngineError.self) { try await SourceAdvice().probe(nowhere) }
        #expect(error?.code == .failedPrecondition)
    }

    @Test(arguments: [
        ("postgresql://u:p@h/d", "must not contain a password"), ("postgresql://u@h,i/d", "single host"),
        ("postgresql:///d?user=u", "names no host"), ("host=h dbname=d", "names no user"), ("?", "cannot be read"),
        ("host=h user=u sslkey=/etc/key", "must not set `sslkey`"), ("host=h user=u passfile=/etc/p", "must not set"),
    ])
    func addressesAreChecked(_ text: String, message: String) {
        let error = #expect(throws: EngineError.self) { try SourceAddress.parameters(of: text, password: nil) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("db.abc.eu-west-1.rds.amazonaws.com", [], [], SourceProvider.rds),
        ("db.cluster-abc.eu-west-1.rds.amazonaws.com", [], [], .aurora), ("10.0.0.1", ["cloudsqladmin"], [], .cloudsql),
        ("db.x.supabase.co", [], [], .supabase), ("x.postgres.database.azure.com", [], [], .azure),
        ("ec2-1-2-3-4.compute-1.amazonaws.com", [], [], .heroku), ("a.b.tsdb.cloud.timescale.com", [], [], .timescale),
        ("10.0.0.1", ["rdsadmin"], ["rds"], .rds), ("10.0.0.1", ["rdsadmin"], ["rds", "aurora"], .aurora),
        ("notrds.amazonaws.com", ["postgres"], ["auto_explain"], .generic),
    ])
    func providersAreRecognised(_ host: String, _ databases: [String], _ prefixes: [String], _ provider: SourceProvider)
    {
        #expect(SourceProvider(host: host, databases: databases, settings: Set(prefixes)) == provider)
    }
}

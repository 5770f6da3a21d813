import Engine
import Postgres
import Runtime
import SystemPackage
import Testing
import Tooling

/// What copies of a real primary bring along, and what of it clones get.
@Suite struct HygieneTests {
    /// Reaches for production in every way that hygiene knows.
    private static let ties = """
        CREATE SUBSCRIPTION draws CONNECTION 'host=nowhere.invalid password=hidden1' PUBLICATION p
            WITH (connect = false, slot_name = 'draws');
        ALTER SUBSCRIPTION draws ENABLE;
        CREATE EXTENSION postgres_fdw;
        CREATE SERVER "far away" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid');
        CREATE USER MAPPING FOR PUBLIC SERVER "far away" OPTIONS (user 'reader', password 'hidden2');
        CREATE FOREIGN DATA WRAPPER lake;
        CREATE SERVER lake FOREIGN DATA WRAPPER lake OPTIONS (bucket 'b', aws_secret_access_key 'hidden3');
        CREATE ROLE app LOGIN PASSWORD 'hidden4';
        ALTER ROLE app SET session_preload_libraries = 'auto_explain';
        ALTER ROLE app SET work_mem = '8MB';
        ALTER ROLE app IN DATABASE postgres SET local_preload_libraries = 'passwordcheck';
        CREATE FUNCTION call_home() RETURNS text LANGUAGE sql AS
            $$ SELECT 'host=nowhere.invalid dbname=x password=hidden5'::text $$;
        CREATE FUNCTION call_softly(word text) RETURNS text LANGUAGE sql AS
            $$ SELECT 'host=nowhere.invalid dbname=x password=' || word $$;
        CREATE VIEW home WITH (security_barrier) AS
            SELECT 'host=nowhere.invalid password=''hidden6'' dbname=x'::text AS address, 1 AS one;
        CREATE TABLE witness (fired text);
        CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO public.witness VALUES (tg_tag); END $$;
        CREATE EVENT TRIGGER watcher ON ddl_command_start EXECUTE FUNCTION note();
        ALTER EVENT TRIGGER watcher ENABLE ALWAYS;
        """

    private static let jobs = """
        CREATE EXTENSION pg_cron;
        SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1'), cron.schedule('hourly', '0 * * * *', 'SELECT 1');
        """

    private static func objects(_ refresh: Refresh) -> [String: String] {
        Dictionary(
            (refresh.report.neutralized ?? []).map { ($0.object, $0.action) },
            uniquingKeysWith: { "\($0); \($1)" }
        )
    }

    @Test func tiesAreCutAndReported() async throws {
        try await Self.withTies { laboratory in
            let production = try await Connection(laboratory.source.parameters())
            let verifier = try #require(
                try await production.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'").first?.first
                    ?? nil
            )
            let seen = try #require(
                try await production.query("SELECT string_agg(fired, ' ') FROM public.witness").first?.first ?? nil
            )
            await production.close()
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.physicalStages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(
                Self.objects(refresh) == [
                    "subscription draws (database postgres)": "disabled, its address removed",
                    "setting local_preload_libraries=passwordcheck of role app, database postgres": "reset",
                    "setting session_preload_libraries=auto_explain of role app": "reset",
                    "user mapping of public for server far away (database postgres)": "its user and password removed",
                    "foreign server lake (database postgres)": "its secret options removed",
                    "function public.call_home() (database postgres)": "the password in it removed",
                    "view public.home (database postgres)": "the password in it removed",
                    "function public.call_softly(text) (database postgres)":
                        "left as it is, though a password seems to be in it",
                    "2 jobs of pg_cron (database postgres)": "switched off",
                    "role app": "its password removed",
                ]
            )
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                func value(_ sql: String) async throws -> String? {
                    try await connection.query(sql).first?.first ?? nil
                }
                #expect(try await value("SELECT subenabled || subconninfo FROM pg_subscription") == "false")
                #expect(try await value("SELECT subslotname FROM pg_subscription") == nil)
                #expect(try await value("SELECT count(*) FROM pg_user_mappings WHERE umoptions IS NULL") == "1")
                #expect(
                    try await value("SELECT srvoptions FROM pg_foreign_server WHERE srvname = 'lake'") == "{bucket=b}"
                )
                #expect(
                    try await value("SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = 0")
                        == "{work_mem=8MB}"
                )
                #expect(try await value("SELECT count(*) FROM pg_db_role_setting WHERE setdatabase <> 0") == "0")
                #expect(try await value("SELECT count(*) FROM cron.job WHERE NOT active") == "2")
                #expect(try await value("SELECT evtenabled FROM pg_event_trigger") == "A", "kept, as by default")
                let address = "host=nowhere.invalid dbname=x password="
                #expect(try await value("SELECT public.call_home()") == address + "removed")
                #expect(try await value("SELECT public.call_softly('x')") == address + "x")
                #expect(
                    try await value(
                        "SELECT address || reloptions::text FROM public.home, pg_class WHERE relname = 'home'"
                    )
                        == "host=nowhere.invalid password=removed dbname=x{security_barrier=true}"
                )
                #expect(
                    try await value("SELECT string_agg(fired, ' ') FROM public.witness") == seen,
                    "the engine's own work runs no trigger of the source"
                )
                await connection.close()
            }
            let found = try? await Tool("grep").run(["-rlaF", "-e", "hidden", "-e", verifier, laboratory.pool.string])
            #expect(found == nil, "no byte of a secret is in the files: \(found ?? "")")
            let source = try await Connection(laboratory.source.parameters())
            #expect(
                try await source.query("SELECT subenabled FROM pg_subscription") == [["t"]],
                "production keeps its own"
            )
            await source.close()
        }
    }

    @Test func eachTieCanBeKept() async throws {
        try await Self.withTies { laboratory in
            var options = HygieneOptions()
            options.subscriptions = false
            options.userMappings = false
            options.scheduledJobs = false
            options.preloadLibraries = false
            options.eventTriggers = .disable
            let stages = try laboratory.physicalStages(
                settings: LogicalSettings(keepsPasswords: true, hygiene: options)
            )
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(Self.objects(refresh) == ["event trigger watcher (database postgres)": "disabled"])
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                let facts = try await connection.query(
                    """
                    SELECT (SELECT subenabled FROM pg_subscription), (SELECT count(*) FROM cron.job WHERE active),
                        (SELECT evtenabled FROM pg_event_trigger), (SELECT count(*) FROM pg_user_mappings WHERE umoptions IS NOT NULL),
                        (SELECT count(*) FROM pg_authid WHERE rolname = 'app' AND rolpassword IS NOT NULL)
                    """
                )
                #expect(facts == [["t", "2", "D", "1", "1"]])
                await connection.close()
            }
        }
    }

    @Test func aTriggerThatWouldRunWithTheEnginesRightsEndsTheRefresh() async throws {
        try await Self.withTies { laboratory in
            try await laboratory.source.execute(
                """
                CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER trap BEFORE UPDATE ON cron.job FOR EACH ROW EXECUTE FUNCTION trap();
                ALTER TABLE cron.job ENABLE ALWAYS TRIGGER trap;
                """
            )
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.physicalStages()))
            #expect(refresh.state == .failed)
            #expect(refresh.failure?.contains("cron.job in database postgres has the trigger or rule trap") == true)
            #expect(try laboratory.catalog.snapshots().isEmpty)
        }
    }

    /// Dumps hold mappings with their passwords.
    @Test func logicalCopiesAreCleanAsWell() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.Part(sql: Self.ties)]) { laboratory in
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.transferStages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let objects = Self.objects(refresh)
            #expect(objects["user mapping of public for server far away (database postgres)"] != nil)
            #expect(objects["foreign server lake (database postgres)"] != nil)
            let found = try? await Tool("grep").run(["-rlaF", "-e", "hidden", laboratory.pool.string])
            #expect(found == nil, "no byte of a secret is in the files: \(found ?? "")")
        }
    }

    /// A source with all ties, on which pg_cron works.
    private static func withTies(_ body: (RefreshLaboratory) async throws -> Void) async throws {
        try await RefreshLaboratory.with { laboratory in
            try await laboratory.source.stop()
            try await laboratory.source.start(
                "-c shared_preload_libraries=pg_cron -c cron.host=\(laboratory.source.directory)"
            )
            try await laboratory.source.execute(ties + jobs)
            try await body(laboratory)
        }
    }
}

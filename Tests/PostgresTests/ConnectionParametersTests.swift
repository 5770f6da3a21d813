import Postgres
import Testing

@Suite struct ConnectionParametersTests {
    @Test func uriIsParsed() throws {
        let text = "postgresql://ann:s%40cret@db.example.org:6432/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem"
        let parameters = try ConnectionParameters(parsing: text + "&channel_binding=require&connect_timeout=3")
        #expect(parameters.host == "db.example.org")
        #expect(parameters.port == 6432)
        #expect(parameters.user == "ann")
        #expect(parameters.password == "s@cret")
        #expect(parameters.database == "shop")
        #expect(parameters.connectTimeout == 3)
        #expect(parameters.environment["PGSSLMODE"] == "verify-full")
        #expect(parameters.environment["PGSSLROOTCERT"] == "/etc/ca.pem")
        #expect(parameters.environment["PGCHANNELBINDING"] == "require")
        #expect(parameters.environment["PGPASSWORD"] == "s@cret")
    }

    @Test func silentServersAreNoticedOverNetworksOnly() throws {
        let far = try ConnectionParameters(parsing: "host=h user=ann password=pw dbname='a b' keepalives_idle=7")
        #expect(far.libpqKeywords["keepalives_idle"] == "7" && far.libpqKeywords["tcp_user_timeout"] == "60000")
        let expected = "dbname='a b' keepalives_count='3' keepalives_idle='7' keepalives_interval='10'"
        #expect(far.conninfo == expected + " tcp_user_timeout='60000'")
        let near = try ConnectionParameters(parsing: "host=/run/pg user=ann dbname=d")
        #expect(near.conninfo == "dbname='d'" && near.libpqKeywords["keepalives_idle"] == nil)
    }

    @Test func keywordsAreParsed() throws {
        let parameters = try ConnectionParameters(parsing: "host=/run/pg user=ann password='a b'")
        #expect(parameters.host == "/run/pg")
        #expect(parameters.password == "a b")
        #expect(parameters.database == "ann")
    }

    @Test(arguments: [
        "", "host=h", "postgresql://ann:hunter2@h:port/x", "postgresql://ann:hunter2@[::1", "user=ann port=0",
        "postgresql://ann:hunter2%zz@h/db", "nonsense", "user=ann password='hunter2", "user=ann hunter2",
        "postgresql://ann:hunter2@h/db?wrong=1", "postgresql://ann:hun\"ter2@h:70000/db",
    ])
    func errorsNeverRepeatTheString(text: String) {
        let error = #expect(throws: PostgresError.self) { try ConnectionParameters(parsing: text) }
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.description.contains("ter2") == false)
    }

    @Test func passwordsAreNeverDescribed() {
        let parameters = ConnectionParameters(user: "ann", password: "hunter2", database: "shop")
        var dumped = ""
        dump(parameters, to: &dumped)
        for text in ["\(parameters)", String(reflecting: parameters), dumped, "\([parameters])"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func settingsAreEscaped() {
        let parameters = ConnectionParameters(
            user: "ann",
            database: "shop",
            settings: ["search_path": "a b\\c", "statement_timeout": "5s"]
        )
        #expect(parameters.environment["PGOPTIONS"] == "-c search_path=a\\ b\\\\c -c statement_timeout=5s")
    }
}

import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Testing

/// Whatever is sent: a refusal that names the field, and nothing created.
@Suite struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var body: String
        var names: String
        var testDescription: String { "\(body.prefix(60)) → \(names)" }

        init(_ body: String, _ names: String) {
            self.body = body
            self.names = names
        }

        /// A field of the user in an otherwise good request.
        static func database(_ field: String, _ value: String, _ names: String) -> Case {
            var fields = ["username": #""neal""#, "password": #""nealisawesome""#]
            fields[field] = value
            let text = fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",")
            return Case("{\"db\":{\(text)}}", names)
        }

        /// A further field in an otherwise good request.
        static func field(_ field: String, _ value: String, _ names: String) -> Case {
            Case("{\"\(field)\":\(value),\"db\":{\"username\":\"neal\",\"password\":\"nealisawesome\"}}", names)
        }
    }

    private static let long = "\"" + String(repeating: "x", count: 5000) + "\""

    static let cases: [Case] = [
        Case("", "missing clone request"), Case("null", "missing clone request"), Case("  \n", "missing clone request"),
        Case("{", "JSON"), Case("[]", "document"), Case("\"x\"", "document"), Case("1", "document"),
        Case("{}", "missing both DB username and password"), Case(#"{"db":null}"#, "missing both"),
        Case(#"{"db":{}}"#, "missing both"), Case(#"{"db":[]}"#, "`db`"),
        Case(String(repeating: "[", count: 100_000), "JSON"),
        .database("username", "\"\"", "missing DB username"), .database("password", "\"\"", "missing DB password"),
        .database("username", "null", "missing DB username"), .database("username", "1", "db.username"),
        .database("username", "[\"x\"]", "db.username"), .database("username", long, "db.username"),
        .database("username", #""a\u0000b""#, "db.username"), .database("username", #""a\nb""#, "db.username"),
        .database("username", #""pg_monitor""#, "db.username"), .database("username", #""postgres""#, "db.username"),
        .database("password", "true", "db.password"), .database("password", long, "db.password"),
        .database("password", #""a\u0000b""#, "db.password"),
        .database("db_name", "{}", "db.db_name"), .database("db_name", long, "db.db_name"),
        .database("db_name", #""a\u0000""#, "db.db_name"),
        .database("restricted", "\"yes\"", "db.restricted"), .database("restricted", "1", "db.restricted"),
        .field("id", "1", "`id`"), .field("id", long, "clone ID"), .field("id", #""../etc""#, "clone ID"),
        .field("id", #""a/b""#, "clone ID"), .field("id", #""a;rm -rf ~""#, "clone ID"),
        .field("id", #""$(reboot)""#, "clone ID"), .field("id", #""a' OR '1'='1""#, "clone ID"),
        .field("id", #""-a""#, "clone ID"), .field("id", #"".a""#, "clone ID"), .field("id", #"" a""#, "clone ID"),
        .field("id", #""ä""#, "clone ID"), .field("id", #""a\u0000""#, "clone ID"), .field("id", #""a\n""#, "clone ID"),
        .field("snapshot", "\"x\"", "`snapshot`"), .field("snapshot", #"{"id":1}"#, "snapshot.id"),
        .field("snapshot", #"{"id":\#(long)}"#, "snapshot.id"), .field("snapshot", #"{"id":"nope"}"#, "snapshot"),
        .field("snapshot", #"{"id":"'; DROP TABLE clone; --"}"#, "snapshot"),
        .field("branch", "1", "`branch`"), .field("branch", #""nope""#, "branch"), .field("branch", long, "`branch`"),
        .field("protected", "\"true\"", "`protected`"),
        .field("protectionDurationMinutes", "-1", "`protectionDurationMinutes`"),
        .field("protectionDurationMinutes", "\"1\"", "`protectionDurationMinutes`"),
        .field("protectionDurationMinutes", "1.5", "`protectionDurationMinutes`"),
        .field("protectionDurationMinutes", "9223372036854775807", "`protectionDurationMinutes`"),
        .field("protectionDurationMinutes", "1e400", "JSON"),
        .field("extra_conf", "[]", "`extra_conf`"), .field("extra_conf", #"{"work_mem":1}"#, "extra_conf.work_mem"),
        .field("extra_conf", #"{"port":"1"}"#, "extra_conf.port"),
        .field("extra_conf", #"{"Data_Directory":"/etc"}"#, "extra_conf.Data_Directory"),
        .field("extra_conf", #"{"":"1"}"#, "extra_conf"), .field("extra_conf", #"{"a b":"1"}"#, "extra_conf"),
        .field("extra_conf", #"{"a\nport":"1"}"#, "extra_conf"),
        .field("extra_conf", #"{"work_mem":"1MB'\nport = 1"}"#, "extra_conf.work_mem"),
        .field("extra_conf", #"{"work_mem":\#(long)}"#, "extra_conf.work_mem"),
    ]

    @Test(arguments: cases)
    func creationIsRefused(_ wrong: Case) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone", json: wrong.body)
            #expect((400..<500).contains(response.status.code), "\(response.status): \(response.text)")
            let error = try response.value(ErrorBody.self)
            #expect("\(error.message) \(error.detail ?? "")".contains(wrong.names), "\(response.text)")
            #expect(try engine.catalog.clones().isEmpty)
        }
    }

    @Test func textThatIsNotUTF8IsRefused() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            for (field, prefix) in [("id", #"{"id":""#), ("db.username", #"{"db":{"password":"p","username":""#)] {
                let bytes = Array(prefix.utf8) + [0xFF, 0xC0] + Array((field == "id" ? "\"}" : "\"}}").utf8)
                let error = try await requests.send(.post, "/clone", bytes: bytes).error(.badRequest)
                #expect(error.message.contains("`\(field)` is not UTF-8"))
            }
            let error = try await requests.send(.post, "/clone", bytes: [0xFF, 0xFE]).error(.badRequest)
            #expect(error.message.contains("not UTF-8"))
            #expect(try engine.catalog.clones().isEmpty)
        }
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let bytes = [UInt8](repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
            let error = try await requests.send(.post, "/clone", bytes: bytes).error(.contentTooLarge)
            #expect(error.code == "BAD_REQUEST")
        }
    }

    @Test func unknownFieldsAndContentTypesAreIgnored() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let body = Array(#"{"x":1,"db":{"username":"u","password":"p","y":[]}}"#.utf8)
            let response = try await requests.send(.post, "/clone", headers: [.contentType: "text/plain"], bytes: body)
            #expect(response.status == .created)
        }
    }

    @Test func strangeNamesInPathsAreOnlyNames() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let names = [
                "%00", "%", "%zz", "%ff", "..", "%2e%2e%2fetc", "a%27%20OR%201=1--", "$(id)", ";ls", "%0d%0aX:1",
                String(repeating: "a", count: 3000),
            ]
            for name in names {
                for path in ["/clone/\(name)", "/snapshot/\(name)"] {
                    for method in [HTTPRequest.Method.get, .delete, .patch] {
                        let response = try await requests.send(method, path, json: #"{"protected":false}"#)
                        #expect((400..<500).contains(response.status.code), "\(path): \(response.status)")
                        #expect(try !response.value(ErrorBody.self).message.isEmpty)
                    }
                }
            }
            #expect(try engine.catalog.clones().map(\.intent) == [.running])
        }
    }

    @Test func weakPasswordsAreRefusedIfThePolicySaysSo() async throws {
        let engine = try TestEngine(minPasswordEntropyBits: 60)
        try engine.addSnapshot()
        try await engine.test { requests in
            let error = try await requests.send(.post, "/clone", json: CloneRoutesTests.request).error(.badRequest)
            #expect(error.message.hasPrefix("password validation: "))
            #expect(try engine.catalog.clones().isEmpty)
        }
    }
}

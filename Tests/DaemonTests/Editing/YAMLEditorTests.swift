import Engine
import Testing

@testable import Daemon

@Suite struct YAMLEditorTests {
    private static let text = """
        # the head
        server:
          port: 2345  # the port
          host: "127.0.0.1"

        # jobs and so on
        retrieval: &r
          jobs:
            - logicalDump   # first
            - logicalRestore
          refresh:
            timetable: '0 0 * * 1' # weekly
          spec:
            logicalDump:
              options: {parallelJobs: 2, source: {connection: {host: old, port: 5432}}}
            # about the snapshot
            logicalSnapshot:
              options:
                preprocessingScript: |
                  one
                  two
        databaseConfigs: &db_configs
          configs:
            # much memory
            shared_buffers: 1GB
            work_mem: "100MB" # little
        cloning:
        other:
          <<: *db_configs

        """

    private static func edited(_ path: String, _ value: ConfigurationValue?, in text: String = text) throws -> String {
        var editor = YAMLEditor(text)
        try editor.set(path.split(separator: ".").map(String.init), to: value)
        return editor.text
    }

    @Test(arguments: [
        ("server.port", ConfigurationValue.integer(1), "port: 2345  #", "port: 1  #"),
        ("server.host", .text("::1"), "\"127.0.0.1\"", "\"::1\""),
        ("server.host", .text("on"), "\"127.0.0.1\"", "\"on\""),
        ("retrieval.refresh.timetable", .text(""), "'0 0 * * 1' # weekly", "\"\" # weekly"),
        (
            "retrieval.spec.logicalDump.options.source.connection.host", .text("new"),
            "{parallelJobs: 2, source: {connection: {host: old, port: 5432}}}",
            "{parallelJobs: 2, source: {connection: {host: new, port: 5432}}}"
        ),
        (
            "retrieval.jobs", .list([.text("logicalSnapshot")]),
            "    - logicalDump   # first\n    - logicalRestore\n", "    - logicalSnapshot\n"
        ),
        (
            "retrieval.spec.logicalSnapshot.options.preprocessingScript", .text("/bin/x"),
            "preprocessingScript: |\n          one\n          two\n", "preprocessingScript: /bin/x\n"
        ),
        ("cloning.maxIdleMinutes", .integer(5), "cloning:\n", "cloning:\n  maxIdleMinutes: 5\n"),
        ("cloning", .text("x"), "cloning:\n", "cloning: x\n"),
        (
            "server.tls.key", .text("/k"), "  host: \"127.0.0.1\"\n",
            "  host: \"127.0.0.1\"\n  tls:\n    key: /k\n"
        ),
        (
            "databaseConfigs.configs", .section(["shared_buffers": .text("2GB"), "jit": .text("off")]),
            "    shared_buffers: 1GB\n    work_mem: \"100MB\" # little\n",
            "    shared_buffers: 2GB\n    jit: \"off\"\n"
        ),
    ])
    func changesOnePlaceOnly(_ path: String, _ value: ConfigurationValue, _ old: String, _ new: String) throws {
        let text = Self.text
        #expect(text.contains(old))
        #expect(try Self.edited(path, value, in: text) == text.replacing(old, with: new))
    }

    @Test func whatIsAsWantedStaysByteForByte() throws {
        #expect(try Self.edited("server.port", .text("2345")) == Self.text)
        #expect(try Self.edited("nothing.there", nil) == Self.text)
    }

    @Test func removesEntries() throws {
        #expect(
            try Self.edited("server.host", nil) == Self.text.replacing("  host: \"127.0.0.1\"\n", with: "")
        )
        let jobs = try Self.edited("retrieval.refresh.timetable", nil)
        #expect(jobs.contains("  refresh: {}\n"))
    }

    @Test func addsNewSectionsAtTheEnd() throws {
        #expect(try Self.edited("global.debug", .flag(true), in: "") == "global:\n  debug: true\n")
        #expect(try Self.edited("global.debug", .flag(true), in: "a: 1") == "a: 1\nglobal:\n  debug: true\n")
        #expect(try Self.edited("b", .integer(2), in: "a: 1\n# tail\n") == "a: 1\nb: 2\n# tail\n")
        #expect(try Self.edited("b", .integer(2), in: "{a: 1}\n") == "{a: 1, b: 2}\n")
    }

    @Test func whatOthersShareByAnAnchorFollows() throws {
        let text = try Self.edited("databaseConfigs.configs.shared_buffers", .text("2GB"))
        #expect(text == Self.text.replacing("shared_buffers: 1GB", with: "shared_buffers: 2GB"))
        let own = try Self.edited("other.configs", .section(["shared_buffers": .text("3GB")]))
        #expect(own.hasSuffix("other:\n  <<: *db_configs\n  configs:\n    shared_buffers: 3GB\n"))
    }

    @Test func whatBelongsElsewhereIsLeftToPeople() throws {
        let text = "a: &x {v: 1}\nb: *x\nc: &y 5\nd: *y\n"
        #expect(throws: ConfigurationError.self) { try Self.edited("b.v", .integer(2), in: text) }
        #expect(throws: ConfigurationError.self) { try Self.edited("b.w", .integer(2), in: text) }
        #expect(try Self.edited("d", .integer(6), in: text) == text.replacing("*y", with: "6"))
    }

    @Test(arguments: [
        "a b", "it's", "x: y", "# no", "", "- a", "${X}", "ä\u{1F600}\n\t\u{7}", "null", "0x1F", "&a *b", "\"q\\",
    ])
    func everyTextSurvives(_ text: String) throws {
        for yaml in ["a: 1\n", "a: {}\n", "{a: 'x'}\n", "a:\n", "a: |\n  x\nb: 1\n"] {
            var editor = YAMLEditor(yaml)
            try editor.set(["a"], to: .text(text))
            #expect(try editor.document.value(at: ["a"]) == .text(text))
            let list = ConfigurationValue.list([.text(text), .section([text: .text(text)])])
            try editor.set(["c", "d"], to: list)
            #expect(try editor.document.value(at: ["c", "d"]) == list)
        }
    }
}

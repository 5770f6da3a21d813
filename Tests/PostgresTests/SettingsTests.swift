import Postgres
import Testing

@Suite struct SettingsTests {
    private let catalog = SettingsCatalog([
        .init(name: "work_mem", kind: .integer, unit: "kB", minimum: 64, maximum: 2_147_483_647),
        .init(name: "shared_buffers", kind: .integer, unit: "8kB", minimum: 16, maximum: 1_073_741_823),
        .init(name: "statement_timeout", kind: .integer, unit: "ms", minimum: 0, maximum: 2_147_483_647),
        .init(name: "max_connections", kind: .integer, minimum: 1, maximum: 262_143),
        .init(name: "seq_page_cost", kind: .real, minimum: 0, maximum: 1.79769e+308),
        .init(name: "enable_seqscan", kind: .bool),
        .init(name: "wal_level", kind: .enum, choices: ["minimal", "replica", "logical"]),
        .init(name: "DateStyle", kind: .string),
        .init(name: "block_size", kind: .integer, isFixed: true),
    ])

    @Test(arguments: [
        ("work_mem", "64MB"), ("work_mem", " 1.5 GB "), ("work_mem", "65536"), ("WORK_MEM", "64kB"),
        ("work_mem", "0x1000"),
        ("shared_buffers", "128kB"), ("statement_timeout", "5s"), ("statement_timeout", "1d"),
        ("seq_page_cost", "1e-3"),
        ("seq_page_cost", ".5"), ("enable_seqscan", "OFF"), ("enable_seqscan", "t"), ("wal_level", "Logical"),
        ("datestyle", "ISO"), ("my.own", "anything"), ("max_connections", "20"),
    ])
    func rightValuesPass(name: String, value: String) throws {
        try catalog.validate(name, value)
    }

    @Test(arguments: [
        ("work_mem", "63kB"), ("work_mem", "lots"), ("work_mem", "5s"), ("work_mem", "64mb"), ("work_mem", ""),
        ("shared_buffers", "8TB1"), ("statement_timeout", "-1"), ("statement_timeout", "1w"),
        ("max_connections", "5MB"),
        ("max_connections", "999999"), ("seq_page_cost", "nan"), ("enable_seqscan", "o"), ("enable_seqscan", "maybe"),
        ("wal_level", "none"), ("block_size", "8192"), ("wrk_mem", "1"), ("", "1"),
    ])
    func wrongValuesAreNamed(name: String, value: String) {
        let error = #expect(throws: SettingError.self) { try catalog.validate(name, value) }
        #expect(error?.name == name)
    }

    @Test func misspeltNameIsCorrected() {
        let error = #expect(throws: SettingError.self) { try catalog.validate("wrok_mem", "1MB") }
        #expect(error?.description.contains("Did you mean work_mem?") == true)
    }

    @Test func laterSettingsWin() throws {
        let configuration = try CloneConfiguration(
            name: "clöne\n1",
            common: ["work_mem": "8MB", "shared_buffers": "1GB"],
            extra: ["Work_Mem": "16MB"],
            catalog: catalog
        )
        #expect(configuration.settings["work_mem"] == "16MB")
        #expect(configuration.settings["shared_buffers"] == "1GB")
        #expect(configuration.settings["fsync"] == "on")
        #expect(configuration.settings["cluster_name"] == "clne1")
    }

    @Test(arguments: [
        "port", "PORT", "listen_addresses", "data_directory", "config_file", "hba_file", "unix_socket_directories",
        "archive_command", "restore_command", "primary_conninfo", "recovery_target_time", "ssl_passphrase_command",
        "logging_collector", "a b", "include", "x'", "", "a.b.c", "work_mem\n",
    ])
    func engineSettingsAndNonsenseAreRefused(name: String) {
        let known = name == "include" ? catalog : nil
        #expect(throws: SettingError.self) { try CloneConfiguration(name: "a", extra: [name: "1"], catalog: known) }
    }

    @Test(arguments: ["a\nport = 1", "a\0", "\u{1B}[2J"])
    func valuesStayOnTheirLine(value: String) {
        #expect(throws: SettingError.self) { try CloneConfiguration(name: "a", extra: ["work_mem": value]) }
    }

    @Test func librariesHaveNoDirectory() throws {
        let name = "shared_preload_libraries"
        #expect(throws: SettingError.self) { try CloneConfiguration(name: "a", extra: [name: "/tmp/evil"]) }
        #expect(try CloneConfiguration(name: "a", extra: [name: "auto_explain"]).settings[name] == "auto_explain")
    }

    @Test func configurationFileQuotes() throws {
        let text = try ConfigurationFile(["b": "it's", "a": "c:\\d # e"]).text()
        #expect(text == "a = 'c:\\\\d # e'\nb = 'it''s'\n")
    }

    @Test func realServerIsUnderstood() async throws {
        try await ServerFixture.with { server in
            let connection = try await Connection(server.parameters)
            let catalog = try await SettingsCatalog(from: connection)
            for (name, value) in CloneConfiguration.defaults { try catalog.validate(name, value) }
            // Every setting's own value must be right, with the unit that SHOW prints.
            let sql = """
                SELECT name, current_setting(name), setting FROM pg_settings
                WHERE context <> 'internal' AND vartype <> 'string'
                """
            for row in try await connection.query(sql) {
                try catalog.validate(try #require(row[0]), try #require(row[1]))
                try catalog.validate(try #require(row[0]), try #require(row[2]))
            }
        }
    }
}

import Engine
import FoundationEssentials
import Masking
import SystemPackage
import Testing

@testable import Daemon

@Suite struct MaskingFileTests {
    @Test func rulesAreReadWithTheirParameters() throws {
        let options = try MaskingFile.parse(
            """
            unknownColumns: setNull
            rules:
              - { table: "shop.*", columns: [a, "b_*"], strategy: shift, days: 5, subject: id, where: "x > 1" }
              - { table: t, columns: [c], strategy: setNull }
            references: [{ from: public.a.b, to: public.c.d }]
            """,
            file: "rules.yml"
        )
        let rules = options.maskingRules
        #expect(rules.rules.map(\.strategy.rawValue) == ["shift", "setNull"])
        #expect(rules.rules[0].columns == ["a", "b_*"] && rules.rules[0].days == 5 && rules.rules[0].where == "x > 1")
        #expect(rules.unknownColumns?.rawValue == "setNull" && rules.references?.first?.to == "public.c.d")
    }

    @Test(arguments: [
        ("rules: [{ table: t, columns: [c] }]", "strategy"),
        ("rules: [{ table: t, strategy: magic }]", "must be one of"),
        ("rules: [{ table: t, strategy: hash, colums: [c] }]", "unknown key"),
        ("unknownColumns: maybe", "must be one of"),
    ])
    func whatIsWrongIsTold(text: String, words: String) {
        let error = #expect(throws: ConfigurationError.self) { try MaskingFile.parse(text, file: "rules.yml") }
        #expect(error.map { "\($0)" }?.contains(words) == true, "\(error as Any)")
    }

    /// The example of docs/masking.md is true.
    @Test func theExampleIsValid() throws {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let page = try String(contentsOfFile: root.appending("docs/masking.md").string, encoding: .utf8)
        let parts = page.split(separator: "```yaml\n", maxSplits: 1)
        let example = try #require(parts.last?.split(separator: "```", maxSplits: 1).first)
        let text = "server: { verificationToken: t }\n\(example)"
        let loaded = try ServerConfiguration.parse(text, file: "server.yml", environment: [:])
        #expect(loaded.warnings.isEmpty)
        #expect(try loaded.configuration.masking()?.rules?.count == 8)
    }
}

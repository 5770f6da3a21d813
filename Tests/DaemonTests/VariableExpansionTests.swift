import Engine
import Testing

@testable import Daemon

@Suite struct VariableExpansionTests {
    private static let environment = ["A": "one", "B_2": "two", "EMPTY": ""]

    @Test(arguments: [
        ("$A", "one"), ("${A}", "one"), ("x${A}y$B_2", "xoneytwo"), ("${EMPTY}", ""), ("100$", "100$"), ("$1", "$1"),
        ("${}", "${}"), ("${A", "${A"), ("$$A", "$one"), ("plain", "plain"),
    ])
    func namesAreReplaced(text: String, expected: String) throws {
        let expansion = VariableExpansion(environment: Self.environment, allowsBareNames: true)
        #expect(try expansion.expand(text) == expected)
    }

    @Test(arguments: [("$A", "$A"), ("${A}$A", "one$A"), ("pa$$word", "pa$$word")])
    func passwordsMayHaveDollars(text: String, expected: String) throws {
        let expansion = VariableExpansion(environment: Self.environment, allowsBareNames: false)
        #expect(try expansion.expand(text) == expected)
    }

    @Test func unsetVariablesAreNamed() {
        let problems = ServerConfiguration.problems(of: "server:\n  verificationToken: ${NOT_SET}\n")
        #expect(
            problems.first
                == "server.yml:2: `server.verificationToken` needs the environment variable NOT_SET, which is not set"
        )
    }

    @Test func connectionStringsAreExpandedAndNeverShown() throws {
        let dump = "retrieval: {jobs: [logicalDump], spec: {logicalDump: {options: {source: {connectionString: "
        let valid = ServerConfiguration.token + dump + "'postgresql://u:${P}@h/d'}}}}}"
        let loaded = try ServerConfiguration.parse(valid, environment: ["P": "geheim"])
        #expect(loaded.configuration.retrieval.dump?.source?.connectionString == "postgresql://u:geheim@h/d")
        let invalid = ServerConfiguration.token + dump + "'postgresql://u:${P}@h:port/d'}}}}}"
        let problems = ServerConfiguration.problems(of: invalid, environment: ["P": "geheim"])
        #expect(problems.first?.contains("source.connectionString` cannot be used") == true)
        #expect(problems.first?.contains("geheim") == false)
    }
}

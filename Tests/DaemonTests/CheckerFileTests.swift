import FoundationEssentials
import Testing

@testable import Daemon

@Suite struct CheckerFileTests {
    @Test func theExampleIsValid() throws {
        let example = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../configs/ci_checker.example.yml"
        )
        let text = String(decoding: try Data(contentsOf: example), as: UTF8.self)
        let variables = ["CI_CHECKER_VERIFICATION_TOKEN": "a", "DBLAB_VERIFICATION_TOKEN": "b", "CODE_HOST_TOKEN": "c"]
        let (file, warnings) = try CheckerFile.parse(text, file: "ci_checker.yml", environment: variables)
        #expect(warnings.isEmpty)
        #expect(file.app.verificationToken == "a" && file.dle.verificationToken == "b" && file.source.token == "c")
        #expect(file.app.port == 2500 && file.runner.programs == ["psql"] && file.runner.shell.isEmpty)
    }

    @Test func keysOfDBLabAreRead() throws {
        let text = """
            app: {host: "", port: 2501, debug: true, verificationToken: t}
            dle: {url: "http://dblab:2345", verificationToken: e, dbName: shop, container: dblab_server}
            platform: {url: x, accessToken: y}
            source: {type: gitlab, token: s}
            runner: {image: "postgresai/migration-tools:sqitch"}
            """
        let (file, warnings) = try CheckerFile.parse(text, file: "f", environment: [:])
        #expect(file.dle.dbName == "shop" && file.source.type == "gitlab")
        #expect(warnings.count == 1 && warnings[0].contains("runner.image") && warnings[0].contains("dle.container"))
    }

    @Test(arguments: [
        ("app: {port: 1}", "app.verificationToken"),
        ("app: {verificationToken: t}\nrunner: {comands: [a]}", "runner.commands"),
        ("app: {verificationToken: t}\nsource: {type: svn}", "source.type"),
        ("app: {verificationToken: t}\nsource: {type: local}", "source.roots"),
        ("app: {verificationToken: t}\ndle: {url: nonsense}", "dle.url"),
        ("app: {verificationToken: t, workDirectory: here}", "here"),
        ("app: {verificationToken: \"${NOBODY_SETS_THIS}\"}", "NOBODY_SETS_THIS"),
    ])
    func whatIsWrongIsNamed(text: String, named: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try CheckerFile.parse(text, file: "f", environment: [:])
        }
        #expect(error?.description.contains(named) == true)
    }
}

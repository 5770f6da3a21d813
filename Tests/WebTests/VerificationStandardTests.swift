import Foundation
import Testing

/// The table of docs/asvs.md names tests that exist.
@Suite struct VerificationStandardTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    /// The names of all test functions.
    private static func tests() throws -> Set<String> {
        let folder = project.appending(path: "Tests")
        var names: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            names.formUnion(text.matches(of: #/func (\w+)\(/#).map { String($0.1) })
        }
        return names
    }

    @Test func everyTestThatIsNamedExists() throws {
        let text = try String(contentsOf: Self.project.appending(path: "docs/asvs.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.wholeMatch(of: #/\| \d.*/#) != nil }
        #expect(rows.count > 30)
        let tests = try Self.tests()
        for row in rows {
            let cell = row.split(separator: "|").last ?? ""
            let named = cell.matches(of: #/`(\w+)`/#).map { String($0.1) }
            #expect(!named.isEmpty || cell.contains("no test"), "\(row)")
            for name in named { #expect(tests.contains(name), "\(name)") }
        }
    }
}

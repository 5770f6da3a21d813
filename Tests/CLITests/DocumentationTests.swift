import API
import ArgumentParser
import FoundationEssentials
import SystemPackage
import Testing
import Tooling

@testable import CLI

@Suite struct DocumentationTests {
    private func tree() throws -> CommandTree {
        try JSONCoding.value(CommandTree.self, from: Data(Dblab._dumpHelp().utf8))
    }

    /// The rows of the page's tables, by their first cell's text.
    private func rows() throws -> [String: String] {
        let page = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("docs").appending("cli.md")
        let text = String(decoding: try Data(contentsOf: URL(filePath: page.string)), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        let rows = lines.map { line in (line.dropFirst(2).prefix { $0 != "|" }, String(line)) }
        return Dictionary(rows.map { ($0.filter { $0 != "`" }.trimmed, $1) }) { first, _ in first }
    }

    @Test func everyCommandIsDocumentedWithItsOptions() throws {
        let rows = try rows()
        let global = Set(try tree().command.arguments?.flatMap(\.spellings) ?? [])
        for (path, arguments) in try tree().command.leaves() {
            let row = try #require(rows[path], "\(path) is not in docs/cli.md")
            for spelling in arguments.flatMap(\.spellings) where !global.contains(spelling) {
                #expect(row.contains("`\(spelling)`"), "\(spelling) of \(path) is not in docs/cli.md")
            }
        }
    }

    @Test func everythingDocumentedExists() throws {
        let leaves = try tree().command.leaves()
        for (first, row) in try rows() where first.hasPrefix("dblab ") {
            let arguments = try #require(leaves.first { $0.path == first }, "\(first) does not exist").arguments
            let known = Set(arguments.flatMap(\.spellings)).union(["--output text", "--output json"])
            for word in row.split(separator: "`").map(String.init) where word.hasPrefix("-") {
                #expect(known.contains(word), "\(first) has no \(word)")
            }
        }
    }

    @Test func globalOptionsAreDocumented() throws {
        let first = try rows().keys.joined(separator: " ")
        for spelling in try tree().command.arguments?.flatMap(\.spellings) ?? [] {
            #expect(first.contains(spelling))
        }
    }

    @Test func optionNamesAreThoseOfTheTree() throws {
        let arguments = try tree().command.leaves().flatMap(\.arguments) + (tree().command.arguments ?? [])
        let valued = Set(arguments.filter { $0.kind == "option" }.flatMap(\.longNames))
        let flags = Set(arguments.filter { $0.kind == "flag" }.flatMap(\.longNames))
        #expect(OptionNames.valued.union([OptionNames.protected]) == valued.union(["generate-completion-script"]))
        #expect(OptionNames.flags == flags.union(["experimental-dump-help"]))
        let global = Set(try tree().command.arguments?.flatMap(\.longNames) ?? [])
        #expect(OptionNames.globalValued.union(OptionNames.globalFlags) == global.subtracting(["version", "help"]))
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

import FoundationEssentials
import SystemPackage
import Testing

@testable import Daemon

@Suite struct ConfigurationReferenceTests {
    @Test func pageIsUpToDate() throws {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let page = try String(contentsOfFile: root.appending("docs/configuration.md").string, encoding: .utf8)
        #expect(
            page == ConfigurationReference.markdown(),
            "run: dblab-server config reference > docs/configuration.md"
        )
    }

    @Test func keysAreUniqueAndDefaultsFit() {
        let paths = ConfigurationKey.all.map(\.path)
        #expect(Set(paths).count == paths.count)
        for key in ConfigurationKey.all {
            guard let standard = key.standard, !standard.isEmpty else { continue }
            switch key.kind {
            case .flag: #expect(["true", "false"].contains(standard), "\(key.path)")
            case .integer(let range): #expect(Int(standard).map(range.contains) == true, "\(key.path)")
            case .choice(let choices): #expect(choices.contains(standard), "\(key.path)")
            default: break
            }
        }
    }

    @Test(arguments: [("", "abc", 3), ("port", "prot", 2), ("same", "same", 0), ("kitten", "sitting", 3)])
    func distanceCountsChanges(left: String, right: String, expected: Int) {
        #expect(KeySuggestion.distance(left, right) == expected)
    }
}

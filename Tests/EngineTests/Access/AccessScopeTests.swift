import Engine
import Testing

@Suite struct AccessScopeTests {
    @Test(arguments: [
        ("*", "anything", true), ("dev", "dev", true), ("dev", "dev2", false), ("dev*", "dev2", true),
        ("dev*", "adev", false), ("*-test", "a-test", true), ("*-test", "-test", true), ("a*b*c", "a1b2c", true),
        ("a*b*c", "abc", true), ("a*b*c", "ac", false), ("ab*ba", "aba", false), ("**", "", true),
    ])
    func patternsMatchAsInShells(_ pattern: String, _ branch: String, _ isAllowed: Bool) {
        #expect(AccessScope(branches: [pattern]).allows(branch: branch) == isAllowed)
    }

    @Test func withoutPatternsAllBranchesAreAllowed() {
        #expect(AccessScope().allows(branch: "main"))
        #expect(AccessScope().isWhole)
        #expect(!AccessScope(branches: ["x"]).isWhole)
    }

    @Test func eachRoleMayWhatThoseBeforeItMay() {
        for (index, role) in Role.allCases.enumerated() {
            for (other, needed) in Role.allCases.enumerated() {
                #expect(Principal(name: "x", role: role).has(needed) == (index >= other))
            }
        }
        #expect(Role.allCases.allSatisfy { !Principal.nobody.has($0) })
    }
}

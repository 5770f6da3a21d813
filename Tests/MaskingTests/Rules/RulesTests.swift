import Testing

@testable import Masking

@Suite struct RulesTests {
    @Test(arguments: [
        ("*", "", true), ("a*b", "ab", true), ("a*b", "axxb", true), ("a*b", "axxc", false), ("?", "", false),
        ("we?ird.*", "we ird.x", true), ("**", "x", true), ("mail", "email", false), ("*mail*", "e-mail", true),
        ("a*a*a", "aa", false),
    ])
    func patterns(pattern: String, name: String, expected: Bool) {
        #expect(NamePattern(pattern).matches(name) == expected)
    }

    @Test func arraysOfPostgresComeBack() {
        let elements = ["", "NULL", "a b", "quo\"te", "back\\slash", "co,mma", "{brace}", "ü"]
        #expect(PostgresArray.elements(PostgresArray.text(elements)) == elements)
        #expect(PostgresArray.elements("{a,NULL,\"b c\"}") == ["a", "b c"])
        #expect(PostgresArray.elements("{}") == [] && PostgresArray.elements(nil) == [])
    }

    @Test func keysAreNeverShown() throws {
        let key = try MaskingKey("  a secret of some length\n")
        var text = "\(key) \(String(reflecting: key))"
        dump(key, to: &text)
        #expect(!text.contains("secret") && text.contains(key.id))
        #expect(try MaskingKey("a secret of some length").id == key.id)
        #expect(try MaskingKey("another secret of some length").id != key.id)
        #expect(throws: MaskingError.self) { try MaskingKey("   too short    ") }
        #expect(key.blocks(domain: "a").inner != key.blocks(domain: "b").inner)
    }

    @Test func hashTellsRulesApart() {
        var rules = MaskingRules([MaskingRule(table: "a", columns: ["b"], strategy: .hash)])
        let hash = rules.hash
        #expect(hash.count == 32 && rules.hash == hash)
        rules.rules[0].domain = "x"
        #expect(rules.hash != hash)
    }

    @Test func wordsFitTheTypeName() {
        for (locale, words) in FakeWords.all {
            let all = [words.firstNames, words.lastNames, words.streets, words.cities, words.companies]
            #expect(all.allSatisfy { $0.count >= 8 && Set($0).count == $0.count }, "\(locale)")
            #expect(all.joined().allSatisfy { $0.utf8.count < 64 && $0.count <= 24 }, "\(locale)")
        }
        #expect(MaskingRules.locales == ["de", "en", "fr"])
    }
}

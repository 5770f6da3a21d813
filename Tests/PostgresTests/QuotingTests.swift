import Postgres
import Testing

@Suite struct QuotingTests {
    @Test(arguments: [
        ("users", "\"users\""), ("a\"b", "\"a\"\"b\""), ("\"; DROP TABLE x; --", "\"\"\"; DROP TABLE x; --\""),
        ("ü ñ", "\"ü ñ\""), ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
    func identifiersAreQuoted(text: String, expected: String) throws {
        #expect(try quoteIdentifier(text) == expected)
    }

    @Test(arguments: [
        ("it's", "'it''s'"), ("", "''"), ("a\\b", " E'a\\\\b'"), ("'\\'", " E'''\\\\'''"), ("'\u{301}", "'''\u{301}'"),
    ])
    func literalsAreQuoted(text: String, expected: String) throws {
        #expect(try quoteLiteral(text) == expected)
    }

    @Test func whatPostgreSQLCannotHoldIsRefused() {
        #expect(throws: PostgresError.self) { try quoteIdentifier("a\0b") }
        #expect(throws: PostgresError.self) { try quoteIdentifier("") }
        #expect(throws: PostgresError.self) { try quoteLiteral("a\0b") }
    }
}

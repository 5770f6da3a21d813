import Postgres
import Testing

@Suite struct ServerVersionTests {
    @Test(arguments: [
        ("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", 15, 20), ("17\n", 17, 0),
        ("postgres (PostgreSQL) 18beta2", 18, 0), ("pg_dump (PostgreSQL) 17rc1", 17, 0), ("9.6", 9, 6),
    ])
    func textIsParsed(text: String, major: Int, minor: Int) {
        #expect(ServerVersion(parsing: text) == ServerVersion(major: major, minor: minor))
    }

    @Test func nonsenseIsRefused() {
        #expect(ServerVersion(parsing: "postgres") == nil)
        #expect(ServerVersion(parsing: "") == nil)
    }

    @Test func numbersAreOrdered() {
        #expect(ServerVersion(number: 150_020).description == "15.20")
        #expect(ServerVersion(number: 150_009) < ServerVersion(number: 160_001))
    }
}

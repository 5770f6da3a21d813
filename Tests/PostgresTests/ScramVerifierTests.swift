import Postgres
import Testing

@Suite struct ScramVerifierTests {
    /// The user of RFC 7677, section 3: password `pencil`; the keys follow from its salt.
    @Test func knownVectorIsReproduced() throws {
        let salt: [UInt8] = [
            0x5B, 0x6D, 0x99, 0x68, 0x9D, 0x12, 0x35, 0x8E, 0xEC, 0xA0, 0x4B, 0x14, 0x12, 0x36, 0xFA, 0x81,
        ]
        let expected =
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
            + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        #expect(try ScramVerifier(password: "pencil", salt: salt, iterations: 4096).description == expected)
    }

    @Test func verifiersTellPasswordsApart() throws {
        let verifier = try ScramVerifier(password: "right")
        #expect(try verifier.matches("right"))
        #expect(try !verifier.matches("wrong"))
        #expect(try verifier != ScramVerifier(password: "right"))
        #expect(try #require(ScramVerifier(parsing: verifier.description)) == verifier)
    }

    @Test(arguments: [
        "", "right", "md5abc", "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$x:y", "SCRAM-SHA-256$0:AA==$AA==:AA==",
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
    ])
    func nonsenseIsNoVerifier(text: String) {
        #expect(ScramVerifier(parsing: text) == nil)
    }

    /// PostgreSQL's own preparation and derivation are the judge.
    @Test func serverDerivesTheSame() async throws {
        let passwords = [
            "rocks", " a b ", "pa'ss\\word\"$", "I\u{AD}X", "\u{AA}", "\u{2168}", "caf\u{E9}", "cafe\u{301}", "\u{7}ü",
            "\u{A0}x", "\u{200B}ö", "x\u{202F}y", "пароль", "密码", "🔑", "\u{627}\u{31}", "\u{627}\u{628}",
            "\u{627}a\u{628}",
            "\u{AD}", "\u{221}x", "\u{E000}", "\u{FB01}", "\u{FF21}", "\u{1E9B}\u{323}", "\u{2028}",
            String(repeating: "é", count: 900),
        ]
        try await ServerFixture.with { server in
            let connection = try await Connection(server.parameters)
            try await connection.execute("CREATE ROLE ann LOGIN; SET password_encryption = 'scram-sha-256'")
            for password in passwords {
                try await connection.execute("ALTER ROLE ann PASSWORD \(quoteLiteral(password))")
                let stored = try await connection.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'ann'")
                let verifier = try #require(ScramVerifier(parsing: stored[0][0] ?? ""))
                let matches = try verifier.matches(password)
                #expect(matches, "\(password.unicodeScalars.map { String($0.value, radix: 16) })")
            }
        }
    }
}

import Engine
import Foundation
import Logging
import Testing

@Suite struct LogRingTests {
    @Test func keepsTheNewestLinesInOrder() {
        let ring = LogRing(capacity: 3)
        for number in 1...5 { ring.append(.info, label: "l", message: "\(number)") }
        #expect(ring.lines().map(\.message) == ["3", "4", "5"])
        #expect(ring.lines(after: 4).map(\.id) == [5])
        #expect(ring.lastID == 5)
    }

    @Test func choosesByLevelAndTime() {
        let ring = LogRing()
        let begin = Date(timeIntervalSince1970: 1000)
        ring.append(.debug, label: "l", message: "old", time: begin - 1)
        ring.append(.error, label: "l", message: "new", time: begin)
        #expect(ring.lines(atLeast: .warning).map(\.message) == ["new"])
        #expect(ring.lines(since: begin).map(\.message) == ["new"])
    }

    @Test func neverHoldsASecret() {
        let ring = LogRing(mask: Live(SecretMask(["hunter2-of-the-engine"])))
        ring.append(.info, label: "l", message: "it is hunter2-of-the-engine", metadata: ["k": "hunter2-of-the-engine"])
        #expect(ring.lines().map(\.text).allSatisfy { !$0.contains("hunter2") && $0.contains("***") })
    }
}

@Suite struct SecretMaskTests {
    @Test(arguments: [
        ("postgres://u:pw@h/d is", "postgres://u:***@h/d is"),
        ("host=h password=pw user=u", "host=h password=*** user=u"),
        ("password='a b\\' c' x", "password=*** x"),
        (#"{"password": "pw"}"#, #"{"password": ***}"#),
        ("Verification-Token: abc", "Verification-Token: ***"),
        ("verifier SCRAM-SHA-256$4096:c2FsdA==$x:y end", "verifier SCRAM-SHA-256$*** end"),
        ("https://example.com/a:b is no login", "https://example.com/a:b is no login"),
        ("clone password is weak", "clone password is weak"),
    ])
    func hidesWhatLooksLikeOne(_ text: String, expected: String) {
        #expect(SecretMask().masked(text) == expected)
    }

    @Test func shortOnesAreWords() {
        #expect(SecretMask(["at", "attack"]).masked("attack at dawn") == "*** at dawn")
    }
}

import API
import Foundation
import StorageConformance
import Testing

extension EndToEnd {
    /// Whatever is sent: a refusal that can be understood, and nothing made.
    @Suite struct HostileInputTests {
        @Test func everyEndpointRefusesWithoutATrace() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                for request in Hostile.requests {
                    let answer = try await request.send(to: daemon)
                    let comment: Comment = "\(request.method) \(request.target.prefix(80)) \(request.body.count) bytes"
                    #expect(
                        (400..<500).contains(answer.status),
                        "\(comment): \(answer.status) \(answer.body.prefix(300))"
                    )
                    #expect(!answer.body.contains("Sources/"), comment)
                }
                #expect(try await daemon.state() == start)
            }
        }

        @Test func everyFlagRefusesWithoutATrace() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                let dblab = try CommandLine(site)
                let access = ["--url", site.url, "--token", Site.token]
                for value in Hostile.names where !value.isEmpty {
                    for words in Hostile.commands(with: value) {
                        let outcome = await concurrently(1) { _ in _ = try await dblab.run(access + words) }
                        #expect(outcome[0] != nil, "\(words)")
                    }
                }
                #expect(try await daemon.state() == start)
            }
        }
    }
}

/// What attackers and accidents send.
enum Hostile {
    /// Names that no clone and no snapshot may have.
    static let names = [
        "", " ", "'; DROP TABLE clone; --", "$(id)", "`id`", "../../etc/passwd", "a/b", "\u{1}\u{1b}[31m", "🐘",
        String(repeating: "x", count: 5000), "-rf",
    ]

    static var requests: [RawRequest] { creations + malformed + others }

    /// Bodies of `POST /clone` of which one field is wrong.
    private static var creations: [RawRequest] {
        let user = #""db":{"username":"neal","password":"nealisawesome"}"#
        var bodies = names.filter { !$0.isEmpty }.map { #"{"id":\#(quoted($0)),\#(user)}"# }
        bodies += ["5", "[]", "{}", "true"].map { #"{"id":\#($0),\#(user)}"# }
        bodies += ["", "\u{0}"].map { #"{"id":"a","db":{"username":\#(quoted($0)),"password":"nealisawesome"}}"# }
        bodies += ["", "\u{0}"].map { #"{"id":"a","db":{"username":"neal","password":\#(quoted($0))}}"# }
        bodies += names.filter { !$0.isEmpty }.map { #"{"id":"a",\#(user),"snapshot":{"id":\#(quoted($0))}}"# }
        bodies += names.filter { !$0.isEmpty }.map { #"{"id":"a",\#(user),"branch":\#(quoted($0))}"# }
        bodies += names.map { #"{"id":"a",\#(user),"extra_conf":{\#(quoted($0)):"1"}}"# }
        bodies += [#"{"id":"a",\#(user),"extra_conf":{"work_mem":"'; rm"}}"#]
        bodies += ["-1", "99999999999999999999", "1.5", #""x""#].map {
            #"{"id":"a",\#(user),"protected":true,"protectionDurationMinutes":\#($0)}"#
        }
        bodies += [#"{"id":"a"}"#, #"{"id":"a","db":null}"#, #"{"id":"a","db":{}}"#, "null", "[]", "5"]
        return bodies.map { RawRequest(method: "POST", target: "/clone", body: Array($0.utf8)) }
    }

    private static var malformed: [RawRequest] {
        let bodies: [[UInt8]] = [
            [], Array("{".utf8), [0xff, 0xfe, 0x00], Array(#"{"id":""#.utf8) + [0xc3, 0x28] + Array(#""}"#.utf8),
            Array("[".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 100_000),
            [UInt8](repeating: UInt8(ascii: " "), count: 4 << 20),
        ]
        return bodies.map { RawRequest(method: "POST", target: "/clone", body: $0) }
    }

    private static var others: [RawRequest] {
        let encoded = names.filter { !$0.isEmpty }.map { name in
            name.utf8.map { "%" + String(Int($0) + 256, radix: 16).suffix(2) }.joined()
        }
        let ids = encoded + ["%00", "%ff%fe", "%2e%2e%2f", "nothing"]
        var requests = ids.flatMap { id in
            [
                RawRequest(target: "/clone/\(id)"), RawRequest(method: "DELETE", target: "/clone/\(id)"),
                RawRequest(method: "POST", target: "/clone/\(id)/reset"),
                RawRequest(method: "PATCH", target: "/clone/\(id)", body: Array(#"{"protected":true}"#.utf8)),
                RawRequest(target: "/snapshot/\(id)"), RawRequest(method: "DELETE", target: "/snapshot/\(id)"),
            ]
        }
        requests += ["-1s", "x", "1e999", "%00"].map { RawRequest(method: "POST", target: "/clone?wait=\($0)") }
        requests += ["x", "-1", "%00"].map { RawRequest(target: "/events?after=\($0)") }
        requests += ["/clone", "/clones", "/status", "/nothing"].map { RawRequest(method: "PUT", target: $0) }
        requests += [RawRequest(target: "/clones", headers: [:])]
        requests += [RawRequest(target: "/clones", headers: ["Verification-Token": "wrong"])]
        return requests
    }

    /// Commands in which a name is given where users may give one.
    static func commands(with value: String) -> [[String]] {
        let user = ["--username=neal", "--password=nealisawesome"]
        return [
            ["clone", "create", "--id=\(value)"] + user,
            ["clone", "create", "--id=a", "--snapshot-id=\(value)"] + user,
            ["clone", "create", "--id=a", "--branch=\(value)"] + user, ["clone", "status", "--", value],
            ["clone", "reset", "--", value], ["clone", "destroy", "--", value], ["snapshot", "delete", "--", value],
        ]
    }

    private static func quoted(_ text: String) -> String {
        let data = try? JSONEncoder().encode(text)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

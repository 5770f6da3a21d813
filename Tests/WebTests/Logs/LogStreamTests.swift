import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Testing
import Web

@Suite struct LogStreamTests {
    @Test func wrongQueriesAreRefused() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let level = try await requests.get("/instance/log-events?level=loud").error(.badRequest)
            #expect(level.message.contains("`level`") && level.hint?.contains("warning") == true)
            _ = try await requests.get("/instance/log-events?after=x").error(.badRequest)
            _ = try await requests.send(.get, "/instance/log-events", token: nil).error(.unauthorized)
        }
    }

    @Test(arguments: [("?level=error", "two"), ("?after=1", "two"), ("", "one")])
    func eventsBeginWhereAsked(_ query: String, first: String) async throws {
        let engine = try TestEngine()
        engine.services.logs.append(.info, label: "l", message: "one")
        engine.services.logs.append(.error, label: "l", message: "two")
        try await engine.serve { client in
            let answer = try await RawConnection.exchange(
                client,
                "GET /instance/log-events\(query) HTTP/1.1\r\nHost: h\r\nVerification-Token: \(TestEngine.token)\r\n\r\n",
                until: "\"message\":\"two\""
            )
            let start = try #require(answer.firstRange(of: "data: "))
            #expect(answer[start.upperBound...].hasPrefix("{\"label\":\"l\""))
            #expect(answer[start.upperBound...].split(separator: "\n")[0].contains("\"\(first)\""))
        }
    }

    @Test func aSocketNeedsATokenThatServesOnce() async throws {
        let engine = try TestEngine()
        try await engine.serve { client in
            let token = try await client.logToken()
            let first = try await RawConnection.exchange(client, Self.upgrade(token), until: "\r\n\r\n")
            #expect(first.hasPrefix("HTTP/1.1 101 "))
            #expect(first.contains("ec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
            let second = try await RawConnection.exchange(client, Self.upgrade(token), until: "}")
            #expect(second.hasPrefix("HTTP/1.1 401 "))
        }
    }

    @Test func linesArriveInBase64AndPingsAreAnswered() async throws {
        let engine = try TestEngine()
        engine.services.logs.append(.info, label: "l", message: "before")
        try await engine.serve { client in
            let token = try await client.logToken()
            try await RawConnection.with(client) { connection in
                try await connection.send(Self.upgrade(token))
                _ = try await connection.read(until: "\r\n\r\n")
                #expect(try await connection.nextText().contains("info l: before"))
                engine.services.logs.append(.error, label: "l", message: "after")
                #expect(try await connection.nextText().contains("error l: after"))
                try await connection.sendFrame(0x89, [1, 2])
                let pong = try await connection.nextFrame()
                #expect((pong.head, pong.payload) == (0x8A, [1, 2]))
                try await connection.sendFrame(0x88, [0x03, 0xE8])
                let close = try await connection.nextFrame()
                #expect((close.head, close.payload) == (0x88, [0x03, 0xE8]))
                #expect(try await connection.isAtEnd())
            }
        }
    }

    @Test(arguments: [true, false])
    func whoBreaksTheRulesIsLetGo(isMasked: Bool) async throws {
        let engine = try TestEngine()
        try await engine.serve { client in
            let token = try await client.logToken()
            try await RawConnection.with(client) { connection in
                try await connection.send(Self.upgrade(token))
                _ = try await connection.read(until: "\r\n\r\n")
                // Not masked, or longer than anything that is to be said here.
                try await connection.sendBytes(isMasked ? [0x81, 0xFE, 0x20, 0x00, 0, 0, 0, 0] : [0x81, 0x01, 0x41])
                let close = try await connection.nextFrame()
                #expect((close.head, close.payload) == (0x88, isMasked ? [0x03, 0xF1] : [0x03, 0xEA]))
                #expect(try await connection.isAtEnd())
            }
        }
    }

    @Test func shutdownEndsOpenSockets() async throws {
        let engine = try TestEngine()
        // That it returns at all is the proof: the server waits for its streams.
        try await engine.serve { client in
            let token = try await client.logToken()
            _ = try await RawConnection.exchange(client, Self.upgrade(token), until: "\r\n\r\n")
        }
    }

    @Test(arguments: [
        ("Origin: http://evil.example", "403"), ("Origin: http://h", "101"), ("Sec-WebSocket-Version: 8", "426"),
        ("Sec-WebSocket-Key: short", "400"), ("Upgrade: h2c", "400"),
    ])
    func handshakesAreChecked(_ header: String, status: String) async throws {
        let engine = try TestEngine()
        try await engine.serve { client in
            let request = Self.upgrade(try await client.logToken(), replacing: header)
            let answer = try await RawConnection.exchange(client, request, until: "\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        }
    }

    private static func upgrade(_ token: String, replacing header: String = "") -> String {
        let name = header.prefix { $0 != ":" }
        let headers = [
            "Host: h", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ].filter { header.isEmpty || !$0.hasPrefix("\(name):") }
        let lines = ["GET /instance/logs?token=\(token) HTTP/1.1"] + headers + (header.isEmpty ? [] : [header])
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }
}

import Testing

@testable import API

@Suite struct ServerSentEventParserTests {
    private let stream = """
        : ping

        retry: 250
        id: 7
        event: clone.ready
        data: {"a":
        data: 1}

        data:x
        unknown: y

        id: 8

        event: empty

        data

        """ + "\n"

    private let expected = [
        ServerSentEvent(id: "7", event: "clone.ready", data: "{\"a\":\n1}"),
        ServerSentEvent(id: "7", event: "message", data: "x"),
        ServerSentEvent(id: "8", event: "message", data: ""),
    ]

    @Test(arguments: ["\n", "\r\n", "\r"])
    func cutsFramesAtEveryLineEnd(lineEnd: String) {
        var parser = ServerSentEventParser()
        let text = stream.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        #expect(parser.consume(text.utf8) == expected)
        #expect(parser.retry == 250)
    }

    @Test func doesNotMindHowBytesArrive() {
        var parser = ServerSentEventParser()
        var frames: [ServerSentEvent] = []
        for byte in "\u{FEFF}\(stream)".utf8 { frames += parser.consume(CollectionOfOne(byte)) }
        #expect(frames == expected)
    }

    @Test func keepsHalfAFrame() {
        var parser = ServerSentEventParser()
        #expect(parser.consume("data: hel".utf8).isEmpty)
        #expect(parser.consume("lo\n".utf8).isEmpty)
        #expect(parser.consume("\n".utf8) == [ServerSentEvent(id: nil, event: "message", data: "hello")])
    }

    @Test func ignoresBadFields() {
        var parser = ServerSentEventParser()
        let frames = parser.consume("retry: -5\nretry: x\nid: a\u{0}b\ndata: 1\n\n".utf8)
        #expect(frames == [ServerSentEvent(id: nil, event: "message", data: "1")])
        #expect(parser.retry == nil)
    }

    @Test func holdsNoMoreThanItsLimit() {
        var line = ServerSentEventParser(limit: 10)
        _ = line.consume("data: 0123456789".utf8)
        #expect(line.isOversized)
        var lines = ServerSentEventParser(limit: 10)
        _ = lines.consume("data: 1234\ndata: 1234\ndata: 1234\n".utf8)
        #expect(lines.isOversized)
    }
}

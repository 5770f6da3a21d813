import Logging
import Synchronization
import Testing

@testable import Daemon

@Suite struct JSONLogHandlerTests {
    @Test func aLineIsAnObjectWithTheRequestsID() throws {
        let collected = Lines()
        var logger = Logger(label: "dblab.web") { JSONLogHandler(label: $0) { collected.append($0) } }
        logger[metadataKey: "hb.request.id"] = "r1"
        logger.warning(
            "two\n\"lines\"",
            metadata: ["status": "500", "level": "forged", "list": ["a", ["k": "v"]]]
        )
        let line = try #require(collected.all.first)
        #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { !$0.isNewline })
        let fields = line.replacing(/"time":"[0-9T:.-]+Z"/, with: #""time":"now""#)
        #expect(
            fields
                == #"{"level":"warning","list":["a",{"k":"v"}],"logger":"dblab.web","message":"two\n\"lines\"","#
                + #""request_id":"r1","status":"500","time":"now"}"# + "\n"
        )
    }
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func append(_ line: String) { lines.withLock { $0.append(line) } }
}

import API
import Foundation
import NIOCore
import NIOPosix
import Testing

/// A connection on which a test says every byte itself.
final class RawConnection {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var received = ByteBuffer()

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    static func with(_ client: Client, _ body: (RawConnection) async throws -> Void) async throws {
        let url = try #require(URL(string: client.configuration.url))
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: url.host() ?? "", port: url.port ?? 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { try await body(RawConnection($0, $1)) }
    }

    /// Sends a request and reads its answer up to a text.
    static func exchange(_ client: Client, _ request: String, until end: String) async throws -> String {
        var answer = ""
        try await with(client) { connection in
            try await connection.send(request)
            answer = try await connection.read(until: end)
        }
        return answer
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func sendBytes(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Sends a short frame, masked with zeros.
    func sendFrame(_ head: UInt8, _ payload: [UInt8]) async throws {
        try await sendBytes([head, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload)
    }

    func read(until end: String) async throws -> String {
        let wanted = Array(end.utf8)
        while true {
            if let range = Array(received.readableBytesView).firstRange(of: wanted) {
                return received.readString(length: range.upperBound) ?? ""
            }
            try await receive()
        }
    }

    /// The next frame that is no ping.
    func nextFrame() async throws -> (head: UInt8, payload: [UInt8]) {
        let head = try await bytes(2)
        let length = head[1] == 126 ? try await bytes(2).reduce(0) { $0 << 8 | Int($1) } : Int(head[1])
        return (head[0], try await bytes(length))
    }

    /// The text of the next frame, out of its Base64.
    func nextText() async throws -> String {
        let frame = try await nextFrame()
        #expect(frame.head == 0x81)
        return String(decoding: Data(base64Encoded: Data(frame.payload)) ?? Data(), as: UTF8.self)
    }

    func isAtEnd() async throws -> Bool { try await inbound.next(isolation: #isolation) == nil }

    private func bytes(_ count: Int) async throws -> [UInt8] {
        while received.readableBytes < count { try await receive() }
        return received.readBytes(length: count) ?? []
    }

    private func receive() async throws {
        guard var more = try await inbound.next(isolation: #isolation) else {
            throw Ended(text: String(buffer: received))
        }
        received.writeBuffer(&more)
    }

    private struct Ended: Error {
        let text: String
    }
}

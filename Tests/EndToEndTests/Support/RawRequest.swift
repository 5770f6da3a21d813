import Foundation
import Glibc
import SystemPackage
import Testing

/// One HTTP request byte by byte, as no well-behaved client would send it.
struct RawRequest: Sendable {
    var method = "GET"
    var target: String
    var headers: [String: String] = ["Verification-Token": Site.token]
    var body: [UInt8] = []

    /// Sends it to a daemon and reads the answer until the daemon closes the connection.
    func send(to daemon: Daemon) async throws -> RawAnswer {
        let port = daemon.site.ports.upperBound + 1
        let bytes = bytes
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try RawAnswer(Self.exchange(bytes, port: port)) })
            }
        }
    }

    private var bytes: [UInt8] {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"]
        lines += headers.map { "\($0): \($1)" }
        if !body.isEmpty { lines += ["Content-Type: application/json", "Content-Length: \(body.count)"] }
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body
    }

    private static func exchange(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw Errno(rawValue: errno) }
        try sendAll(bytes[...], to: descriptor)
        return try readAll(from: descriptor)
    }

    /// A server that has read enough answers and closes: what it did not want to read is not an error.
    private static func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func readAll(from descriptor: Int32) throws -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }
}

/// The answer to a raw request.
struct RawAnswer: Sendable {
    let status: Int
    let body: String

    /// Reads status and body; a connection that was closed without an answer has status 0.
    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
        body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
    }
}

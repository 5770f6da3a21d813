import Foundation
import Glibc
import Synchronization
import SystemPackage

/// A program that runs on its own, whose words are heard line by line, and whose end is noticed.
final class SpawnedProgram: Sendable {
    let processID: pid_t
    private let exit = Gate<Int32>()
    private let heard = Mutex<[String]>([])
    private let changed = Mutex<[AsyncStream<Void>.Continuation]>([])
    private let silence = Gate<Void>()

    /// Starts the program in a session of its own, so that signals meant for the tests do not reach it.
    init(_ program: FilePath, _ arguments: [String], environment: [String: String]) throws {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Errno(rawValue: errno) }
        defer { close(ends[1]) }
        do {
            processID = try Self.spawn(program, arguments, environment, output: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        DispatchQueue(label: "words of \(processID)").async { [reader = ends[0]] in self.listen(to: reader) }
        DispatchQueue(label: "end of \(processID)").async {
            var status: Int32 = 0
            while waitpid(self.processID, &status, 0) < 0 && errno == EINTR {}
            self.exit.open(with: status)
        }
    }

    /// All lines so far, on both outputs.
    var lines: [String] { heard.withLock { $0 } }

    /// Waits for the end and answers the status of `waitpid`; whoever has no more time to wait kills the program.
    @discardableResult
    func end() async -> Int32 {
        await withTaskCancellationHandler {
            await exit.value()
        } onCancel: {
            send(SIGKILL)
        }
    }

    /// Waits for the end, and until everything it said has been heard.
    func lastWords() async -> [String] {
        await end()
        await silence.value()
        return lines
    }

    func send(_ signal: Int32) { kill(processID, signal) }

    /// Calls `look` now and after each new line until it answers; `nil` if the program falls silent before.
    func first<Answer>(_ look: () async throws -> Answer?) async throws -> Answer? {
        let (news, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        changed.withLock { $0.append(continuation) }
        if silence.isOpen { continuation.finish() }
        if let answer = try await look() { return answer }
        for await _ in news {
            if let answer = try await look() { return answer }
        }
        return nil
    }
}

extension SpawnedProgram {
    private func listen(to descriptor: Int32) {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            rest += buffer[..<count]
            let parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            add(parts.dropLast().map { String(decoding: $0, as: UTF8.self) })
            rest = Array(parts.last ?? [])
        }
        close(descriptor)
        if !rest.isEmpty { add([String(decoding: rest, as: UTF8.self)]) }
        silence.open(with: ())
        for continuation in changed.withLock({ $0 }) { continuation.finish() }
    }

    private func add(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        heard.withLock { $0 += lines }
        for continuation in changed.withLock({ $0 }) { continuation.yield() }
    }
}

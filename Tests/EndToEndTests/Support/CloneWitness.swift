import Testing

/// A clone that must not notice anything of what happens around it.
struct CloneWitness: Sendable {
    private static let start = "SELECT pg_postmaster_start_time()::text"
    let id: String
    private let startTime: String?
    private let checksum: String

    init(_ id: String, of daemon: Daemon) async throws {
        self.id = id
        startTime = try await daemon.value(Self.start, in: id)
        checksum = try await daemon.checksum(of: id)
    }

    /// It still has its data, and its server has never stopped.
    func expectUnchanged(by daemon: Daemon, _ comment: Comment) async throws {
        #expect(try await daemon.value(Self.start, in: id) == startTime, comment)
        #expect(try await daemon.checksum(of: id) == checksum, comment)
    }
}

import Engine
import Testing

/// What nobody may notice of what happens to other clones.
struct Witness {
    private static let start = "SELECT pg_postmaster_start_time()::text"
    let id: Clone.ID
    private let startTime: String?
    private let checksum: String?

    init(_ id: Clone.ID, _ engine: CrashEngine) async throws {
        self.id = id
        startTime = try await engine.value(Self.start, in: id)
        checksum = try await engine.value(Shop.checksum, in: id)
    }

    func expectUnchanged(_ engine: CrashEngine, _ comment: Comment) async throws {
        #expect(try await engine.value(Self.start, in: id) == startTime, comment)
        #expect(try await engine.value(Shop.checksum, in: id) == checksum, comment)
    }
}

/// What the shop's data amount to in each state, told by a clone that nothing was done to.
struct ShopChecksums: Sendable {
    private let first: String?
    private let second: String?
    private let damaged: String?

    init(_ engine: CrashEngine) async throws {
        let id = try await engine.readyClone("reference").id
        first = try await engine.value(Shop.checksum, in: id)
        try await engine.execute(Shop.damage, in: id)
        damaged = try await engine.value(Shop.checksum, in: id)
        _ = try engine.clones.reset(id, to: .latestSnapshot)
        try await engine.cloneReconciler.reconcile(id)
        second = try await engine.value(Shop.checksum, in: id)
        try await engine.remove(id)
        try #require(Set([first, second, damaged].compactMap(\.self)).count == 3)
    }

    /// What a clone must hold that was damaged and then operated on.
    func expected(after operation: CrashOperation) -> String? {
        switch operation {
        case .resetToAnotherSnapshot: second
        case .revive: damaged
        default: first
        }
    }
}

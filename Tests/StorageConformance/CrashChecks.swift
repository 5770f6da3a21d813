import Storage
import Synchronization
import SystemPackage
import Testing

/// A verb cut short before any of its effects is finished by a new driver that does it again.
struct CrashChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        let driver = try await pool.driver()
        try await driver.makeSnapshot("x")
        switch check {
        case .crashWhileCreatingADataset:
            try await crash(expecting: ["base", "base@one", "new"]) {
                try await $0.createDataset("new")
            } undo: {
                try await $0.removeDataset("new")
            }
        case .crashWhileCreatingASnapshot:
            try await crash(expecting: ["base", "base@one", "base@two"]) {
                try await $0.createSnapshot("base@two")
            } undo: {
                try await $0.createClone("copy", of: "base@two")
                #expect(try await $0.text(of: "copy") == "x")
                try await $0.removeDataset("copy")
                try await $0.removeSnapshot("base@two")
            }
        case .crashWhileCreatingAClone:
            try await crash(expecting: ["base", "base@one", "new"]) {
                try await $0.createClone("new", of: "base@one")
            } undo: {
                #expect(try await $0.text(of: "new") == "x")
                try await $0.removeDataset("new")
            }
        case .crashWhileRemovingADataset:
            try await driver.createClone("old", of: "base@one")
            try await crash(expecting: ["base", "base@one"]) {
                try await $0.removeDataset("old")
            } undo: {
                try await $0.createClone("old", of: "base@one")
                #expect(try await $0.text(of: "old") == "x")
            }
        default:
            try await driver.createSnapshot("base@old")
            try await crash(expecting: ["base", "base@one"]) {
                try await $0.removeSnapshot("base@old")
            } undo: {
                try await $0.createSnapshot("base@old")
            }
        }
    }

    /// Crashes `verb` before its first, second … effect, until it gets through; each time it must be possible to finish it.
    private func crash(
        expecting names: [String],
        verb: (any StorageDriver) async throws -> Void,
        undo: (any StorageDriver) async throws -> Void
    ) async throws {
        for effect in 1...100 {
            let crash = CrashPoint(effect)
            let crashing = try await pool.driver(failpoint: { try crash.reach() })
            do {
                try await verb(crashing)
                #expect(effect > 1, "the verb has no failpoint")
                return
            } catch is Crash {
                let driver = try await pool.driver()
                #expect(try pool.leftovers() == [], "after a crash at effect \(effect)")
                try await verb(driver)
                #expect(try await driver.names() == names, "after a crash at effect \(effect)")
                #expect(try pool.leftovers() == [], "after finishing what crashed at effect \(effect)")
                try await undo(driver)
            }
        }
        Issue.record("the verb never ends")
    }
}

/// The end of the process, as far as a driver can tell.
private struct Crash: Error {}

/// Lets a number of effects happen, and none after those.
private final class CrashPoint: Sendable {
    private let effectsLeft: Mutex<Int>

    init(_ effect: Int) { effectsLeft = Mutex(effect) }

    func reach() throws {
        let left = effectsLeft.withLock { left in
            left -= 1
            return left
        }
        if left <= 0 { throw Crash() }
    }
}

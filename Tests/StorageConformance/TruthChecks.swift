import Storage
import SystemPackage
import Testing

/// Names, repetition, and what the driver says of the pool.
struct TruthChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        let driver = try await pool.driver()
        switch check {
        case .namesAtTheLimit: try await namesAtTheLimit(driver)
        case .everyVerbMayBeRepeated: try await everyVerbMayBeRepeated(driver)
        case .repetitionKeepsWhatWasWritten: try await repetitionKeepsWhatWasWritten(driver)
        case .missingThingsAreNotFound: try await missingThingsAreNotFound(driver)
        case .inventoryTellsTheTruth: try await inventoryTellsTheTruth(driver)
        case .inventoryListsOnlyOurs: try await inventoryListsOnlyOurs(driver)
        default: try await usageTellsSharedFromExclusive(driver)
        }
        if check != .inventoryListsOnlyOurs { #expect(try pool.leftovers() == []) }
    }

    private func namesAtTheLimit(_ driver: any StorageDriver) async throws {
        let (longest, label) = (String(repeating: "n", count: 63), String(repeating: "9", count: 63))
        for name in [longest, "a", "0", "a-"] {
            try await driver.createDataset(name)
            try await driver.write(name, of: name)
            try await driver.createSnapshot("\(name)@\(label)")
        }
        let clone = String(repeating: "c", count: 63)
        try await driver.createClone(clone, of: "\(longest)@\(label)")
        #expect(try await driver.text(of: clone) == longest)
        #expect(try await driver.inventory().snapshots.contains(.named("a-@\(label)")))
        try await driver.removeDataset(clone)
        try await driver.removeSnapshot("\(longest)@\(label)")
        try await driver.removeDataset(longest)
        #expect(try await driver.names() == ["0", "0@\(label)", "a", "a-", "a-@\(label)", "a@\(label)"])
    }

    private func everyVerbMayBeRepeated(_ driver: any StorageDriver) async throws {
        for _ in 1...2 { try await driver.createDataset("base") }
        for _ in 1...2 { try await driver.createSnapshot("base@one") }
        for _ in 1...2 { try await driver.createClone("first", of: "base@one") }
        #expect(try await driver.names() == ["base", "base@one", "first"])
        for _ in 1...2 { try await driver.removeDataset("first") }
        for _ in 1...2 { try await driver.removeSnapshot("base@one") }
        for _ in 1...2 { try await driver.removeDataset("base") }
        #expect(try await driver.names() == [])
    }

    private func repetitionKeepsWhatWasWritten(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("old")
        try await driver.createClone("first", of: "base@one")
        try await driver.write("base's", of: "base")
        try await driver.write("first's", of: "first")
        try await driver.createDataset("base")
        try await driver.createSnapshot("base@one")
        try await driver.createClone("first", of: "base@one")
        #expect(try await driver.text(of: "base") == "base's")
        #expect(try await driver.text(of: "first") == "first's")
        try await driver.createClone("second", of: "base@one")
        #expect(try await driver.text(of: "second") == "old")
    }

    private func missingThingsAreNotFound(_ driver: any StorageDriver) async throws {
        let verbs: [() async throws -> Void] = [
            { _ = try await driver.directory(of: "nothing") },
            { try await driver.createSnapshot("nothing@one") },
            { try await driver.createClone("first", of: "nothing@one") },
            {
                try await driver.createDataset("base")
                try await driver.createClone("first", of: "base@nothing")
            },
        ]
        for verb in verbs { #expect(try await storageError(verb) == .notFound) }
        #expect(try await driver.names() == ["base"])
    }

    private func inventoryTellsTheTruth(_ driver: any StorageDriver) async throws {
        #expect(try await driver.inventory() == StorageInventory())
        try await driver.makeSnapshot()
        try await driver.createClone("first", of: "base@one")
        try await driver.createSnapshot("first@two")
        let expected = try StorageInventory(
            datasets: [.named("base"), .named("first")],
            snapshots: [.named("base@one"), .named("first@two")]
        )
        #expect(try await driver.inventory() == expected)
        #expect(try await pool.driver().inventory() == expected)
    }

    private func inventoryListsOnlyOurs(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot()
        try await pool.addForeignThings()
        #expect(try await driver.names() == ["base", "base@one"])
    }

    private func usageTellsSharedFromExclusive(_ driver: any StorageDriver) async throws {
        let megabyte = 1 << 20
        try await driver.createDataset("base")
        try await driver.write(.noise(8 * megabyte), of: "base")
        try await driver.createSnapshot("base@one")
        try await driver.createClone("first", of: "base@one")
        try await driver.write(.noise(2 * megabyte), to: "own", of: "first")
        try await pool.settle()
        let usage = try await driver.usage(of: .named("first"))
        #expect((9 * megabyte...11 * megabyte).contains(usage.logical))
        let shares = pool.kind != .copy
        let exclusive = shares ? megabyte...4 * megabyte : 9 * megabyte...11 * megabyte
        #expect(exclusive.contains(usage.exclusive), "exclusive: \(usage.exclusive)")
    }
}

extension String {
    /// Text that does not compress well, always the same.
    package static func noise(_ count: Int) -> String {
        var state: UInt64 = 42
        let bytes = (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(33 + (state >> 33) % 90)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

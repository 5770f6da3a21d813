import Storage
import SystemPackage
import Testing

/// What is written in one place is seen nowhere else.
struct IsolationChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        let driver = try await pool.driver()
        switch check {
        case .snapshotDoesNotSeeLaterWrites: try await snapshotDoesNotSeeLaterWrites(driver)
        case .cloneDoesNotSeeItsOrigin: try await cloneDoesNotSeeItsOrigin(driver)
        case .originDoesNotSeeItsClone: try await originDoesNotSeeItsClone(driver)
        case .clonesDoNotSeeEachOther: try await clonesDoNotSeeEachOther(driver)
        case .cloneOfClone: try await cloneOfClone(driver)
        case .chainOf100: try await chain(driver, length: 100)
        case .fiftyClonesAtOnce: try await fiftyClonesAtOnce(driver)
        case .differentVerbsAtOnce: try await differentVerbsAtOnce(driver)
        default: try await sameVerbAtOnce(driver)
        }
    }

    private func snapshotDoesNotSeeLaterWrites(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("old")
        try await driver.directory(of: "base").appending("file").write(appending: " and new")
        try await driver.write("new", to: "another", of: "base")
        try await driver.createClone("first", of: "base@one")
        #expect(try await driver.text(of: "first") == "old")
        #expect(try await driver.directory(of: "first").names() == ["file"])
    }

    private func cloneDoesNotSeeItsOrigin(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("old")
        try await driver.createClone("first", of: "base@one")
        try await driver.directory(of: "base").appending("file").write(appending: "er")
        #expect(try await driver.text(of: "base") == "older")
        #expect(try await driver.text(of: "first") == "old")
    }

    private func originDoesNotSeeItsClone(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("old")
        try await driver.createClone("first", of: "base@one")
        try await driver.directory(of: "first").appending("file").write(appending: "er")
        #expect(try await driver.text(of: "first") == "older")
        #expect(try await driver.text(of: "base") == "old")
        try await driver.createClone("second", of: "base@one")
        #expect(try await driver.text(of: "second") == "old")
    }

    private func clonesDoNotSeeEachOther(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("x")
        for name in ["first", "second"] {
            try await driver.createClone(name, of: "base@one")
            try await driver.directory(of: name).appending("file").write(appending: name)
        }
        #expect(try await driver.text(of: "first") == "xfirst")
        #expect(try await driver.text(of: "second") == "xsecond")
    }

    private func cloneOfClone(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("a")
        try await driver.createClone("first", of: "base@one")
        try await driver.directory(of: "first").appending("file").write(appending: "b")
        try await driver.createSnapshot("first@two")
        try await driver.directory(of: "first").appending("file").write(appending: "c")
        try await driver.createClone("second", of: "first@two")
        #expect(try await driver.text(of: "base") == "a")
        #expect(try await driver.text(of: "first") == "abc")
        #expect(try await driver.text(of: "second") == "ab")
    }

    /// A clone of a clone of a clone …, and back again.
    private func chain(_ driver: any StorageDriver, length: Int) async throws {
        try await driver.createDataset("c0")
        try await driver.write(".", of: "c0")
        for link in 1...length {
            try await driver.createSnapshot("c\(link - 1)@s")
            try await driver.createClone("c\(link)", of: "c\(link - 1)@s")
            try await driver.directory(of: "c\(link)").appending("file").write(appending: ".")
        }
        for link in 0...length {
            #expect(try await driver.text(of: "c\(link)").count == link + 1)
        }
        for link in (1...length).reversed() {
            try await driver.removeDataset("c\(link)")
            try await driver.removeSnapshot("c\(link - 1)@s")
        }
        #expect(try await driver.names() == ["c0"])
    }

    private func fiftyClonesAtOnce(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("x")
        try await withThrowingTaskGroup { group in
            for number in 1...50 {
                group.addTask {
                    try await driver.createClone("c\(number)", of: "base@one")
                    try await driver.directory(of: "c\(number)").appending("file").write(appending: "\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await driver.inventory().datasets.count == 51)
        for number in 1...50 { #expect(try await driver.text(of: "c\(number)") == "x\(number)") }
    }

    private func differentVerbsAtOnce(_ driver: any StorageDriver) async throws {
        try await driver.makeSnapshot("x")
        for number in 1...5 { try await driver.createClone("old\(number)", of: "base@one") }
        try await withThrowingTaskGroup { group in
            for number in 1...5 {
                group.addTask { try await driver.createClone("new\(number)", of: "base@one") }
                group.addTask { try await driver.removeDataset("old\(number)") }
                group.addTask { try await driver.createDataset("empty\(number)") }
                group.addTask { try await driver.createSnapshot("base@s\(number)") }
                group.addTask { _ = try await driver.inventory() }
            }
            try await group.waitForAll()
        }
        let names = (1...5).flatMap { ["new\($0)", "empty\($0)", "base@s\($0)"] } + ["base", "base@one"]
        #expect(try await driver.names() == names.sorted())
        #expect(try pool.leftovers() == [])
    }

    private func sameVerbAtOnce(_ driver: any StorageDriver) async throws {
        try await tenTimesAtOnce { try await driver.createDataset("base") }
        try await driver.write("x", of: "base")
        try await tenTimesAtOnce { try await driver.createSnapshot("base@one") }
        try await tenTimesAtOnce { try await driver.createClone("first", of: "base@one") }
        #expect(try await driver.text(of: "first") == "x")
        #expect(try await driver.names() == ["base", "base@one", "first"])
        try await tenTimesAtOnce { try await driver.removeDataset("first") }
        try await tenTimesAtOnce { try await driver.removeSnapshot("base@one") }
        #expect(try await driver.names() == ["base"])
        #expect(try pool.leftovers() == [])
    }

    private func tenTimesAtOnce(_ verb: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for _ in 1...10 { group.addTask { try await verb() } }
            try await group.waitForAll()
        }
    }
}

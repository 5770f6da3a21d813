import Foundation
import Glibc
import Storage
import SystemPackage
import Testing

/// A pool without space fails cleanly, and gets space again.
struct FullPoolChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        let driver = try await pool.driver()
        try await driver.createDataset("base")
        try await driver.write(.noise(4 << 20), of: "base")
        try await driver.createSnapshot("base@one")
        try await driver.createClone("first", of: "base@one")
        try fill(await driver.directory(of: "base"))
        if check == .removalWorksOnAFullPool {
            try await removal(driver)
        } else {
            try await nothingHalfMade(driver)
        }
    }

    /// Verbs that need space say so, and leave no trace; those that need none may succeed.
    private func nothingHalfMade(_ driver: any StorageDriver) async throws {
        var made = ["base", "base@one", "first"]
        for number in 1...3 {
            let error = try await storageError { try await driver.createClone("c\(number)", of: "base@one") }
            if error == nil { made.append("c\(number)") }
            #expect(error == nil || error == .outOfSpace)
        }
        let error = try await storageError { try await driver.createSnapshot("base@two") }
        if error == nil { made.append("base@two") }
        #expect(error == nil || error == .outOfSpace)
        if pool.kind == .copy { #expect(error == .outOfSpace) }
        #expect(try await driver.names() == made.sorted())
        #expect(try pool.leftovers() == [])
        for name in made.compactMap({ DatasetName($0) }) {
            #expect(try await driver.text(of: name.description).count == 4 << 20)
        }
    }

    private func removal(_ driver: any StorageDriver) async throws {
        try await driver.removeDataset("first")
        try await driver.removeSnapshot("base@one")
        try await driver.removeDataset("base")
        #expect(try await driver.names() == [])
        #expect(try pool.leftovers() == [])
        try await pool.settle()
        try await driver.createDataset("again")
        try await driver.write(.noise(1 << 20), of: "again")
        #expect(try await driver.text(of: "again").count == 1 << 20)
    }

    /// Writes until there is no space left, down to single blocks.
    private func fill(_ directory: FilePath) throws {
        let file = open(directory.appending("filler").string, O_WRONLY | O_CREAT, 0o600)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        defer { close(file) }
        for size in [1 << 20, 1 << 16, 1 << 12] {
            let block = Array(String.noise(size).utf8)
            while write(file, block, size) == size && fdatasync(file) == 0 {}
        }
    }
}

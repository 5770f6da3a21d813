import CLinux
import Foundation
import Glibc
import Storage
import SystemPackage
import Testing

/// A clone has all that its origin had when the snapshot was taken.
struct ContentChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        switch check {
        case .datasetStartsEmptyAndWritable: try await datasetStartsEmptyAndWritable()
        case .contentIsEqual: try await survives(fillWithSample, { try $0.listing })
        case .manyFiles: try await survives(fillWithManyFiles, { try $0.listing })
        case .bigFile: try await survives(fillWithBigFile, { try $0.listing })
        case .emptyDirectories:
            try await survives({ try $0.appending("a/b/c").makeDirectory() }, { try $0.listing })
        case .modes: try await survives(fillWithModes, \.modes)
        case .ownership: try await survives(fillWithOwners, \.owners)
        case .modificationTimes: try await survives(fillWithOldFiles, \.modificationTimes)
        case .extendedAttributes: try await survives(fillWithAttributes, \.extendedAttributes)
        case .holes: try await holes()
        case .symbolicLinks: try await survives(fillWithSymbolicLinks, \.symbolicLinks)
        case .hardLinks: try await hardLinks()
        case .namesThatAreNoText: try await namesThatAreNoText()
        default: try await survives({ mkfifo($0.appending("pipe").string, 0o640) }, \.modes)
        }
    }

    private func datasetStartsEmptyAndWritable() async throws {
        let driver = try await pool.driver()
        try await driver.createDataset("base")
        #expect(try await driver.directory(of: "base").names() == [])
        try await driver.write("1", of: "base")
        #expect(try await driver.text(of: "base") == "1")
    }

    /// Fills a dataset and expects that a clone shows the same, and that there was something to show.
    @discardableResult
    private func survives<Value>(
        _ fill: (FilePath) throws -> Void,
        _ look: (TreeListing) throws -> [String: Value]
    ) async throws -> FilePath where Value: Equatable {
        let driver = try await pool.driver()
        try await driver.createDataset("base")
        let original = try await driver.directory(of: "base")
        try fill(original)
        let before = try look(TreeListing(of: original))
        try await driver.createSnapshot("base@one")
        try await driver.createClone("first", of: "base@one")
        let copy = try await driver.directory(of: "first")
        #expect(!before.isEmpty)
        #expect(try look(TreeListing(of: copy)) == before)
        return copy
    }

    private func holes() async throws {
        let copy = try await survives(
            { root in
                let path = root.appending("sparse")
                try path.createSparse(size: 64 << 20)
                let file = try FileHandle(forUpdating: URL(fileURLWithPath: path.string))
                try file.seek(toOffset: 32 << 20)
                try file.write(contentsOf: Data("middle".utf8))
                try file.close()
            },
            { try $0.listing }
        )
        let space = try TreeListing(of: copy).allocatedBytes["sparse"]
        #expect(try #require(space) < 8 << 20)
    }

    /// File names are bytes; only by convention are they UTF-8.
    private func namesThatAreNoText() async throws {
        let driver = try await pool.driver()
        let name: [CChar] = [102, -1, -2, 102, 0]
        try await driver.createDataset("base")
        let original = try await driver.directory(of: "base")
        let component = try #require(name.withUnsafeBufferPointer { $0.baseAddress.flatMap(FilePath.Component.init) })
        original.appending(component).withPlatformString { _ = mkdir($0, 0o700) }
        try await driver.createSnapshot("base@one")
        try await driver.createClone("first", of: "base@one")
        let copy = try await driver.directory(of: "first").appending(component)
        #expect(copy.withPlatformString { access($0, F_OK) } == 0)
        try await driver.removeDataset("first")
        try await driver.removeSnapshot("base@one")
        try await driver.removeDataset("base")
        #expect(try await driver.names() == [])
        #expect(try pool.leftovers() == [])
    }

    private func hardLinks() async throws {
        let copy = try await survives(
            { root in
                try root.appending("a").write("shared")
                try root.appending("d").makeDirectory()
                link(root.appending("a").string, root.appending("d/b").string)
            },
            \.linkCounts
        )
        try copy.appending("a").write(appending: "!")
        #expect(try copy.appending("d/b").text() == "shared!")
    }
}

// MARK: Samples

private func fillWithSample(_ root: FilePath) throws {
    try root.appending("empty").write("")
    try root.appending("one").write("1")
    try root.appending("base/16384").makeDirectory()
    try root.appending("base/16384/PG_VERSION").write("15\n")
    try root.appending("base/16384/1259").write(String(repeating: "page", count: 20_000))
    try root.appending("name with spaces, ünïcode and ' quotes").write("odd")
}

private func fillWithManyFiles(_ root: FilePath) throws {
    for directory in 0..<20 {
        try root.appending("d\(directory)").makeDirectory()
        for file in 0..<50 { try root.appending("d\(directory)/f\(file)").write("\(directory)-\(file)") }
    }
}

private func fillWithBigFile(_ root: FilePath) throws {
    let bytes = (0..<(40 << 20) / 8).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    try bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: root.appending("big").string)) }
}

private func fillWithModes(_ root: FilePath) throws {
    for mode: mode_t in [0o600, 0o640, 0o755, 0o400, 0o4755, 0o2750, 0o000] {
        let path = root.appending("m\(String(mode, radix: 8))")
        try path.write("x")
        chmod(path.string, mode)
    }
    try root.appending("private").makeDirectory()
    chmod(root.appending("private").string, 0o700)
    chmod(root.string, 0o750)
}

private func fillWithOwners(_ root: FilePath) throws {
    for (name, user, group) in [("a", 1234, 5678), ("b", 65534, 0)] as [(String, uid_t, gid_t)] {
        let path = root.appending(name)
        try path.write("x")
        lchown(path.string, user, group)
    }
    symlink("a", root.appending("link").string)
    lchown(root.appending("link").string, 4321, 8765)
    lchown(root.string, 1234, 5678)
}

private func fillWithOldFiles(_ root: FilePath) throws {
    let times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_100_000_000, tv_nsec: 123_000)]
    try root.appending("d").makeDirectory()
    for name in ["d/f", "f", "d"] {
        if name != "d" { try root.appending(name).write("x") }
        utimensat(AT_FDCWD, root.appending(name).string, times, 0)
    }
}

private func fillWithAttributes(_ root: FilePath) throws {
    try root.appending("f").write("x")
    try root.appending("d").makeDirectory()
    for (name, value) in [("f", "one"), ("d", "two")] {
        setxattr(root.appending(name).string, "user.dblab.test", value, value.utf8.count, 0)
    }
    chmod(root.appending("f").string, 0o400)
}

private func fillWithSymbolicLinks(_ root: FilePath) throws {
    try root.appending("target").write("x")
    symlink("target", root.appending("relative").string)
    symlink("/nowhere/at all", root.appending("dangling").string)
}

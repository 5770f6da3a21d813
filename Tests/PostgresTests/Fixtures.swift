import FoundationEssentials
import Glibc
import SystemPackage
import Testing

/// Calls with a fresh directory, which is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
    let directory = try makeTemporaryDirectory()
    defer { removeTree(directory) }
    return try body(directory)
}

func makeTemporaryDirectory() throws -> FilePath {
    let directory = FilePath("/tmp/dblab-postgres-\(UUID().uuidString.prefix(8))")
    try #require(mkdir(directory.string, 0o700) == 0)
    return directory
}

func removeTree(_ directory: FilePath) {
    try? FileManager.default.removeItem(atPath: directory.string)
}

func write(_ text: String, to path: FilePath) throws {
    let file = try FileDescriptor.open(path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
    _ = try file.closeAfter { try file.writeAll(text.utf8) }
}

import FoundationEssentials
import Glibc
import SystemPackage
import Tooling

/// A directory with dumps: ours, one directory per database, or files of any origin.
struct DumpLocation: Sendable {
    let path: FilePath

    /// One dump that was found.
    struct Dump: Hashable, Sendable {
        /// The name of its file or directory, without suffixes.
        var name: String
        var path: FilePath
        var format: DumpFormat
        var compression: DumpCompression
    }

    private var manifest: FilePath { path.appending("dblab.json") }

    /// What `logicalDump` knew of the source; `nil` for dumps of another origin.
    func globals() throws -> SourceGlobals? {
        guard let data = FileManager.default.contents(atPath: manifest.string) else { return nil }
        return try JSONDecoder().decode(SourceGlobals.self, from: data)
    }

    func write(_ globals: SourceGlobals) throws {
        try PrivateFile.write(try JSONEncoder().encode(globals), to: manifest)
    }

    /// All dumps that lie here.
    /// - Throws: ``EngineError`` if there is none.
    func dumps() throws -> [Dump] {
        if let itself = Self.dump(at: path) { return [itself] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
        let found = names.sorted().compactMap { Self.dump(at: path.appending($0)) }
        guard !found.isEmpty else {
            throw EngineError(
                .failedPrecondition,
                "there is no dump in dumpLocation \(path)",
                hint: "Add the job logicalDump, or put dumps of pg_dump there."
            )
        }
        return found
    }

    private static func dump(at path: FilePath) -> Dump? {
        let file = path.lastComponent?.string ?? ""
        let name = suffixes.reduce(file) { $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0 }
        guard !file.hasPrefix("."), file != "dblab.json", !file.hasSuffix(".partial") else { return nil }
        if access(path.appending("toc.dat").string, R_OK) == 0 {
            return Dump(name: name, path: path, format: .directory, compression: .no)
        }
        guard let head = head(of: path) else { return nil }
        if head.starts(with: Array("PGDMP".utf8)) {
            return Dump(name: name, path: path, format: .custom, compression: .no)
        }
        if head.starts(with: [0x1F, 0x8B]) { return Dump(name: name, path: path, format: .plain, compression: .gzip) }
        if head.starts(with: Array("BZh".utf8)) {
            return Dump(name: name, path: path, format: .plain, compression: .bzip2)
        }
        let text = String(decoding: head, as: UTF8.self)
        guard text.contains("PostgreSQL database") || file.hasSuffix(".sql") else { return nil }
        return Dump(name: name, path: path, format: .plain, compression: .no)
    }

    /// Suffixes that are no part of a database's name, the outer first.
    private static let suffixes = [".gz", ".bz2", ".sql", ".dump", ".dmp", ".custom", ".pgdump"]

    private static func head(of path: FilePath) -> [UInt8]? {
        var status = stat()
        guard stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return nil }
        defer { try? file.close() }
        return try? [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

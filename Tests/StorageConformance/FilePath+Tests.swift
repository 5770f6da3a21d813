import Foundation
package import SystemPackage

/// Files for tests, by the plainest means.
extension FilePath {
    /// A new directory for one test.
    package static func makeTemporaryDirectory() throws -> FilePath {
        let path = FilePath(NSTemporaryDirectory()).appending("dblab-test-\(UUID().uuidString.prefix(13).lowercased())")
        try path.makeDirectory()
        return path
    }

    package func makeDirectory() throws {
        try FileManager.default.createDirectory(atPath: string, withIntermediateDirectories: true)
    }

    package func removeAll() throws {
        if isPresent { try FileManager.default.removeItem(atPath: string) }
    }

    package var isPresent: Bool {
        (try? FileManager.default.attributesOfItem(atPath: string)) != nil
    }

    package func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: string).sorted()
    }

    package func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: string))
    }

    /// Adds to the end of a file, in place.
    package func write(appending text: String) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: string))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    package func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: string)), as: UTF8.self)
    }

    package func createSparse(size: Int) throws {
        guard FileManager.default.createFile(atPath: string, contents: nil) else { throw Errno.ioError }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: string))
        try file.truncate(atOffset: UInt64(size))
        try file.close()
    }
}

import FoundationEssentials
import Glibc
package import SystemPackage

/// The right to work with a state directory: two engines on one catalog would undo each other's work.
///
/// The lock ends with its process, however that ends, and is not inherited by servers.
package final class StateLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, and creates the directory if it is missing.
    /// - Throws: ``EngineError`` `failedPrecondition` if another process has it.
    package init(directory: FilePath) throws {
        // Servers run as another account and must get to their sockets; nobody needs to list what is here.
        try FileManager.default.createDirectory(
            atPath: directory.string,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711]
        )
        let file = directory.appending("engine.lock")
        descriptor = open(file.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw EngineError(.unavailable, "cannot open \(file): \(Errno(rawValue: errno))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // The descriptor is closed by `deinit`, which also runs after a failed `init`.
            let holder = Self.holder(file)
            throw EngineError(
                .failedPrecondition,
                "another dblab-server\(holder) works with \(directory)",
                hint: "Stop it first, or set another global.stateDirectory."
            )
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.utf8.count, 0)
    }

    deinit { close(descriptor) }

    private static func holder(_ file: FilePath) -> String {
        let content = FileManager.default.contents(atPath: file.string) ?? Data()
        let text = String(decoding: content, as: UTF8.self).filter(\.isNumber)
        return text.isEmpty ? "" : " (process \(text))"
    }
}

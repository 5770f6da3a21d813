import FoundationEssentials
import Glibc
package import SystemPackage
import Tooling

/// The library that servers are loaded with: they do not wait until their lock files are on the disk, keep their caches of
/// the system's tables, become the servers' account, wait for their data, and in containers listen on sockets of the machine.
///
/// See docs/decisions/011-lock-files.md, 013-sandbox.md, 015-docker.md,
/// 016-relation-cache.md and 017-waiting-servers.md.
package enum PreloadLibrary {
    /// Its file's name.
    package static let name = "libdblab-preload.so"
    /// The variable that tells a sandboxed server, which root has started, whose account to become.
    static let descent = "DBLAB_DESCENT"
    /// The variable that tells a sandboxed server to wait for its data, see ``WaitingServer``.
    static let waiting = "DBLAB_WAITS"

    /// Puts a copy where servers may read it, since they may not go wherever the engine's own programs lie.
    /// - Parameter directory: One that the servers' account can pass through.
    /// - Returns: `nil` if the library does not lie beside the engine's program: servers then start as they always did.
    /// - Throws: `CocoaError` or `Errno`.
    package static func install(in directory: FilePath) throws -> FilePath? {
        let files = FileManager.default
        let program = FilePath(try files.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let library = program.removingLastComponent().appending(name)
        guard files.fileExists(atPath: library.string) else { return nil }
        let target = directory.appending(name)
        // A name of its own: several may install it at once.
        let draft = directory.appending(".\(name).\(UUID().uuidString)")
        defer { unlink(draft.string) }
        try files.copyItem(atPath: library.string, toPath: draft.string)
        try check(chmod(draft.string, 0o644))
        // As a whole: servers that run already keep the file they have.
        try check(rename(draft.string, target.string))
        return target
    }
}

extension Account {
    /// Itself, as the library reads it.
    var descent: String {
        "\(userID):\(groupID):" + supplementaryGroups.map(String.init).joined(separator: ",")
    }
}

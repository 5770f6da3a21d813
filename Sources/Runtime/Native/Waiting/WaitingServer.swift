import CProcess
import FoundationEssentials
import Glibc
import Postgres
import SystemPackage

/// A server without data: loaded, in its sandbox, as the servers' account, and waiting before its own first line.
///
/// It ends with the last reference, and with the engine, unless it was told to begin.
final class WaitingServer: Sendable {
    /// Bubblewrap, which holds it.
    let process: ServerProcess
    let kind: Kind
    private let connection: Descriptor

    /// What must be the same for a waiting server to be of use.
    struct Kind: Equatable, Sendable {
        var installation: PostgresInstallation
        /// What stands at the places of the program and the library: a new package brings other files.
        var files: [FileIdentity?]
        /// Files that it sees besides the system.
        var readable: [FilePath]

        /// Whether the other is what has come of it, so that nobody will want this one any more.
        func isReplaced(by other: Kind) -> Bool { installation == other.installation && files != other.files }
    }

    init(_ process: ServerProcess, of kind: Kind, connection: Descriptor) {
        (self.process, self.kind, self.connection) = (process, kind, connection)
    }

    /// Waits until it waits.
    /// - Returns: `false` if it ended instead, or takes half a minute.
    func hasArrived() -> Bool {
        var entry = pollfd(fd: connection.number, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 1
        return poll(&entry, 1, 30_000) == 1 && read(connection.number, &byte, 1) == 1
    }

    /// Whether it still waits.
    var isThere: Bool { !connection.isReadable }

    /// Shows it the directories of a server, and lets it become that.
    /// - Throws: `Errno`; it is of no use then.
    func begin(_ server: ServerSpecification, in place: ServerDirectory, arguments: [String], log: FileDescriptor)
        throws
    {
        guard let held = try process.children.first else { throw Errno.noSuchProcess }
        let error = withCStrings([place.path, place.sockets, server.dataDirectory].map(\.string)) {
            cprocess_show(held.processID, $0, 1)
        }
        guard error == 0 else { throw Errno(rawValue: error) }
        let words = [server.dataDirectory.string, String(server.port)] + arguments
        let message = Array(words.map { $0 + "\0" }.joined().utf8)
        let failure = cprocess_send(connection.number, message, message.count, log.rawValue)
        guard failure == 0 else { throw Errno(rawValue: failure) }
    }
}

import Glibc
import SystemPackage

extension ServerProcess {
    /// The number by which the process knows itself; another than ours inside a sandbox.
    var innerID: Int32? {
        get throws {
            try Self.status(of: processID).first { $0.hasPrefix("NSpid:") }?
                .split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
        }
    }

    /// The number of the first process that a sandbox's init starts.
    private static let firstID: Int32 = 2

    /// The server in a sandbox that this process, bubblewrap, holds; `nil` while there is none (yet).
    ///
    /// Its child is the sandbox's init, whose first child is the server. Programs that outlive their parents become
    /// children of that init too, but never get the first number.
    func server(in dataDirectory: FilePath, of userID: UInt32) throws -> ServerProcess? {
        try children.flatMap { try $0.children }.first { process in
            try process.innerID == Self.firstID && process.isPostgres(of: userID) && process.works(in: dataDirectory)
        }
    }

    /// The processes of bubblewrap, run by the engine's account, that hold a directory's sandbox.
    static func sandboxes(in directory: FilePath) throws -> [ServerProcess] {
        try numbers().filter { FileIdentity(FilePath("/proc/\($0)"))?.userID == geteuid() }
            .filter { FileIdentity.target(of: FilePath("/proc/\($0)/exe"))?.lastComponent == "bwrap" }
            .compactMap { try ServerProcess(processID: $0) }
            .filter { $0.works(in: directory) }
    }

    /// The process and all that it has started, directly or not.
    var family: [ServerProcess] {
        get throws { try [self] + children.flatMap { try $0.family } }
    }

    /// The processes that its first thread has started, or taken over as an init.
    var children: [ServerProcess] {
        get throws {
            let text = try Self.content(of: FilePath("/proc/\(processID)/task/\(processID)/children"), limit: 1 << 20)
            return try (text ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
                .compactMap { try ServerProcess(processID: $0) }
        }
    }
}

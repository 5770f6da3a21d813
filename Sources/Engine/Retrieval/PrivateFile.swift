import FoundationEssentials
import Glibc
import SystemPackage
import Tooling

/// Files and directories that only one account may read.
enum PrivateFile {
    /// Writes a file, mode 0600, for `account`.
    static func write(_ data: Data, to path: FilePath, account: Account? = nil) throws {
        guard
            FileManager.default.createFile(
                atPath: path.string,
                contents: data,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw EngineError(.unavailable, "cannot write \(path): \(Errno(rawValue: errno))") }
        try give(path, to: account)
    }

    /// Makes a directory, mode 0700, for `account`, unless it is there.
    static func makeDirectory(_ path: FilePath, account: Account?) throws {
        guard mkdir(path.string, 0o700) == 0 || errno == EEXIST else {
            throw EngineError(.unavailable, "cannot make the directory \(path): \(Errno(rawValue: errno))")
        }
        try give(path, to: account)
    }

    /// Hands a file to `account`; follows no link.
    static func give(_ path: FilePath, to account: Account?) throws {
        guard let account, Account.processIsRoot else { return }
        guard lchown(path.string, account.userID, account.groupID) == 0 else {
            throw EngineError(.unavailable, "cannot give \(path) to \(account.name): \(Errno(rawValue: errno))")
        }
    }
}

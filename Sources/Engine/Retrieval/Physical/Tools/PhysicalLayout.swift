import FoundationEssentials
import Glibc
import Postgres
import SystemPackage
import Tooling

/// Makes a directory that a tool has filled a data directory of ours: complete in itself, and deaf to where it came from.
struct PhysicalLayout: Sendable {
    let dataDirectory: FilePath
    let account: Account?

    /// Where the files of a tablespace are: inside, so that every clone has its own.
    static func tablespace(_ number: String, in dataDirectory: FilePath) -> FilePath {
        dataDirectory.appending("dblab_tablespaces").appending(number)
    }

    /// May be repeated.
    func tidy() throws {
        try moveTablespaces()
        for name in Self.superfluous { try remove(name) }
        for name in try FileManager.default.contentsOfDirectory(atPath: dataDirectory.string)
        where name.hasSuffix(".key") || name.hasPrefix("postgresql.auto.conf.") { try remove(name) }
        // Settings of production, with its secrets: servers here get theirs elsewhere.
        for name in ["postgresql.conf", "pg_hba.conf", "pg_ident.conf", "postgresql.auto.conf"] {
            try write("", to: name)
        }
        guard chmod(dataDirectory.string, 0o700) == 0 else { throw failure("the mode cannot be set") }
    }

    /// What the next start does after it has replayed the log that is there.
    enum Recovery: String {
        /// It waits for more, and follows whoever writes it.
        case follow = "standby.signal"
        /// It makes a primary of the data, or ends if they are not consistent yet.
        case end = "recovery.signal"

        fileprivate var other: Self { self == .follow ? .end : .follow }
    }

    func set(_ recovery: Recovery) throws {
        try remove(recovery.other.rawValue)
        try write("", to: recovery.rawValue)
    }

    private static let superfluous = [
        "recovery.signal", "standby.signal", "recovery.conf", "recovery.done", "tablespace_map", "postmaster.pid",
        "postmaster.opts", "log", "pg_log", "current_logfiles", "postgresql.conf", "pg_hba.conf", "pg_ident.conf",
        "postgresql.auto.conf",
    ]

    /// Tools link to absolute places, which all clones would share.
    private func moveTablespaces() throws {
        let links = dataDirectory.appending("pg_tblspc")
        for number in try FileManager.default.contentsOfDirectory(atPath: links.string) {
            let link = links.appending(number).string
            let target: String
            do { target = try FileManager.default.destinationOfSymbolicLink(atPath: link) } catch { continue }
            guard target.hasPrefix("/") else { continue }
            let place = Self.tablespace(number, in: dataDirectory)
            try PrivateFile.makeDirectory(place.removingLastComponent(), account: account)
            if access(place.string, F_OK) != 0, rename(target, place.string) != 0 {
                throw failure("tablespace \(number) at \(target) cannot be moved into the dataset")
            }
            guard unlink(link) == 0, symlink("../dblab_tablespaces/\(number)", link) == 0 else {
                throw failure("tablespace \(number) cannot be linked")
            }
        }
    }

    private func remove(_ name: String) throws {
        let path = dataDirectory.appending(name).string
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    private func write(_ text: String, to name: String) throws {
        try PrivateFile.write(Data(text.utf8), to: dataDirectory.appending(name), account: account)
    }

    private func failure(_ what: String) -> EngineError {
        EngineError(.unavailable, "\(dataDirectory): \(what): \(Errno(rawValue: errno))")
    }
}

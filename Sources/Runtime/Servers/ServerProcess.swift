import CProcess
import FoundationEssentials
import Glibc
import Postgres
import SystemPackage

/// A process, told apart from every other that ever had or will have its number.
package struct ServerProcess: Codable, Hashable, Sendable {
    let processID: Int32
    /// Clock ticks from the boot of the machine to the start of the process.
    let startTime: UInt64
    let bootID: String

    /// The process that has this number now; `nil` if there is none, or only what is left of a dead one.
    /// - Throws: ``RuntimeError`` if that cannot be told, so that nobody takes a server that runs for one that ended.
    init?(processID: Int32) throws {
        guard processID > 1, let fields = try Self.statistics(of: processID),
            let bootID = try Self.currentBoot ?? Self.readBootID()
        else { return nil }
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let startTime = UInt64(fields[19]) else {
            return nil
        }
        self.processID = processID
        self.startTime = startTime
        self.bootID = bootID
    }

    /// It is the same as long as this process runs.
    private static let currentBoot = try? readBootID()

    private static func readBootID() throws -> String? {
        try content(of: "/proc/sys/kernel/random/boot_id").map { String($0.prefix { !$0.isNewline }) }
    }

    /// Whether this very process still runs.
    var isAlive: Bool {
        get throws { try ServerProcess(processID: processID) == self }
    }

    /// Whether it was stopped, or has ended.
    var standsStill: Bool {
        get throws {
            guard let fields = try Self.statistics(of: processID) else { return true }
            return ["T", "t", "Z", "X"].contains(fields.first)
        }
    }

    /// Whether it works in this directory, as every process of a PostgreSQL server does in its data directory.
    func works(in directory: FilePath) -> Bool {
        let link = FilePath("/proc/\(processID)/cwd")
        if let own = FileIdentity(link), own == FileIdentity(directory) { return true }
        guard let text = FileIdentity.target(of: link)?.string else { return false }
        return text == directory.string || text == directory.string + " (deleted)"
    }

    /// Whether it belongs to the user, and runs the program `postgres` of some installation.
    func isPostgres(of userID: UInt32) -> Bool {
        guard let directory = FileIdentity(FilePath("/proc/\(processID)")), directory.userID == userID,
            let program = FileIdentity.target(of: FilePath("/proc/\(processID)/exe"))
        else { return false }
        return program.lastComponent?.string == "postgres" || program.string.hasSuffix("/postgres (deleted)")
    }

    /// `nil` if there is no such file, or its process has just ended.
    static func content(of path: FilePath, limit: Int = 4096) throws -> String? {
        do {
            return try SmallFile.read(path, limit: limit)
        } catch Errno.noSuchFileOrDirectory, Errno.noSuchProcess {
            return nil
        } catch {
            throw RuntimeError(.unavailable, "\(path) cannot be read: \(error). Try again.")
        }
    }
}

extension ServerProcess {
    /// All processes that work in a directory and are PostgreSQL's, by the user who runs it.
    static func all(in directory: FilePath, of userID: UInt32) throws -> [ServerProcess] {
        try numbers().filter { FileIdentity(FilePath("/proc/\($0)"))?.userID == userID }
            .compactMap { try ServerProcess(processID: $0) }
            .filter { $0.works(in: directory) && $0.isPostgres(of: userID) }
    }

    /// All processes of a user that work in a directory or below, whatever program they run.
    static func strays(in directory: FilePath, of userID: UInt32) throws -> [ServerProcess] {
        let place = directory.string
        return try numbers().compactMap { number in
            // The place first: it takes one look, and all but a few processes work elsewhere.
            guard cprocess_works_below(number, place) != 0, try belongs(number, to: userID),
                let process = try ServerProcess(processID: number)
            else { return nil }
            return cprocess_works_below(number, place) != 0 ? process : nil
        }
    }

    /// Whether it still is a user's, and works in a directory or below.
    func isStray(in directory: FilePath, of userID: UInt32) throws -> Bool {
        try cprocess_works_below(processID, directory.string) != 0 && Self.belongs(processID, to: userID)
    }

    static func numbers() throws -> [Int32] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        } catch {
            throw RuntimeError(.unavailable, "/proc cannot be listed: \(error). Try again.")
        }
    }

    /// The fields of `/proc/PID/stat` behind the name, which may hold anything; `nil` if the process has ended.
    ///
    /// The first is the state, the third of proc_pid_stat(5).
    static func statistics(of processID: Int32) throws -> [Substring]? {
        guard let text = try content(of: FilePath("/proc/\(processID)/stat")), let nameEnd = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: nameEnd)...].split(separator: " ")
    }

    /// The lines of `/proc/PID/status`; none if the process has ended.
    static func status(of processID: Int32) throws -> [Substring] {
        try content(of: FilePath("/proc/\(processID)/status"))?.split(separator: "\n") ?? []
    }

    /// By the real user: the owner of `/proc/PID` becomes root once a process declares itself undumpable.
    private static func belongs(_ processID: Int32, to userID: UInt32) throws -> Bool {
        let line = try status(of: processID).first { $0.hasPrefix("Uid:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { UInt32($0) } == userID
    }
}

/// What tells a file or directory apart, however its path is written.
struct FileIdentity: Equatable {
    let device: UInt
    let inode: UInt
    let userID: UInt32

    /// Follows links; `nil` if there is no such file.
    init?(_ path: FilePath) {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        userID = status.st_uid
    }

    /// Where a symbolic link points to.
    static func target(of link: FilePath) -> FilePath? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(link.string, start, buffer.count)
            guard count >= 0, count < buffer.count else { return nil }
            return FilePath(String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self))
        }
    }
}

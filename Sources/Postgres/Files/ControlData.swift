package import SystemPackage
package import Tooling

/// What `pg_control` says about a data directory.
package struct ControlData: Hashable, Sendable {
    /// What the server was last seen doing.
    package enum State: String, Sendable {
        case starting = "starting up"
        case shutDown = "shut down"
        case shutDownInRecovery = "shut down in recovery"
        case shuttingDown = "shutting down"
        case inCrashRecovery = "in crash recovery"
        case inArchiveRecovery = "in archive recovery"
        case inProduction = "in production"
    }

    package let state: State
    package let systemIdentifier: String
    package let catalogVersion: Int
    package let timeline: Int
    /// Position in the log of the last checkpoint, such as `0/1549EC0`.
    package let checkpointLocation: String
    /// When the last checkpoint was taken, in seconds since 1970.
    package let checkpointTime: Int
    /// Where recovery must come to before the data is consistent; `0/0` if nothing is needed.
    package let minimumRecoveryLocation: String
    /// In bytes.
    package let blockSize: Int
    /// In bytes.
    package let walSegmentSize: Int
    package let hasDataChecksums: Bool
    /// Settings that a server in recovery must have at least, by name.
    package let requiredSettings: [String: Int]

    /// Whether a server may start without recovery.
    package var isCleanlyShutDown: Bool { state == .shutDown }

    /// Reads a data directory by `pg_controldata`.
    /// - Throws: ``PostgresError`` or `ToolFailure`.
    package init(
        ofDataDirectory directory: FilePath,
        installation: PostgresInstallation,
        account: Account? = nil
    ) async throws {
        let tool = Tool(
            installation.program("pg_controldata").string,
            timeLimit: .seconds(120),
            environment: ["TZ": "UTC", "LC_ALL": "C"],
            account: account
        )
        try self.init(parsing: try await tool.run(["-D", directory.string]))
    }

    /// Parses what `pg_controldata` prints in English, with times in UTC.
    /// - Throws: ``PostgresError`` that names what is missing.
    package init(parsing text: String) throws {
        let fields = Fields(text)
        guard let state = State(rawValue: try fields.text("Database cluster state")) else {
            throw PostgresError(
                "pg_controldata printed an unknown state: \(try fields.text("Database cluster state"))."
            )
        }
        self.state = state
        systemIdentifier = try fields.text("Database system identifier")
        catalogVersion = try fields.number("Catalog version number")
        timeline = try fields.number("Latest checkpoint's TimeLineID")
        checkpointLocation = try fields.text("Latest checkpoint location")
        checkpointTime = try fields.time("Time of latest checkpoint")
        minimumRecoveryLocation = try fields.text("Minimum recovery ending location")
        blockSize = try fields.number("Database block size")
        walSegmentSize = try fields.number("Bytes per WAL segment")
        hasDataChecksums = try fields.number("Data page checksum version") != 0
        requiredSettings = fields.settings
    }
}

private struct Fields {
    private var values: [String: String] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            values[String(line[..<colon])] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
    }

    func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw PostgresError("pg_controldata printed no “\(name)”.") }
        return value
    }

    func number(_ name: String) throws -> Int {
        guard let number = Int(try text(name)) else {
            throw PostgresError("pg_controldata printed no number as “\(name)”.")
        }
        return number
    }

    /// From C's format of a date, which `LC_ALL=C TZ=UTC` gives: `Thu Nov 19 10:11:12 2026`.
    func time(_ name: String) throws -> Int {
        let words = try text(name).split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 5, let month = months.firstIndex(of: String(words[1])), let day = Int(words[2]),
            let year = Int(words[4])
        else { throw PostgresError("pg_controldata printed no time as “\(name)”.") }
        let clock = words[3].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { throw PostgresError("pg_controldata printed no time as “\(name)”.") }
        return daysSince1970(year: year, month: month + 1, day: day) * 86400 + clock[0] * 3600 + clock[1] * 60
            + clock[2]
    }

    /// Lines such as `max_connections setting:   100`.
    var settings: [String: Int] {
        var result: [String: Int] = [:]
        for (name, value) in values where name.hasSuffix(" setting") {
            guard let number = Int(value) else { continue }
            result[String(name.dropLast(" setting".count))] = number
        }
        return result
    }

    /// In the Gregorian calendar; years are counted from March, so that the leap day comes last.
    private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// What `pg_restore` complained of.
struct RestoreLog: Sendable {
    /// One complaint.
    struct Problem: Hashable, Sendable {
        /// The thing that was being restored, as its table of contents names it.
        var object: String
        var reason: String
        var isAboutData: Bool
    }

    private(set) var problems: [Problem] = []
    /// The end of all work, such as a lost connection.
    private(set) var fatal: String?
    private var object = "something"

    init(parsing text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) { read(String(line)) }
    }

    /// Whether the disk or the server failed, and not a statement.
    var meansMachineFailure: String? {
        fatal ?? problems.first { Self.meansMachineFailure($0.reason) }?.reason
    }

    /// Whether these words tell of the disk or the server.
    static func meansMachineFailure(_ reason: String) -> Bool {
        let signs = [
            "No space left on device", "could not extend file", "server closed the connection",
            "terminating connection",
        ]
        return signs.contains { reason.contains($0) }
    }

    private mutating func read(_ line: String) {
        if let entry = Self.rest(of: line, after: "from TOC entry ") {
            object = Self.object(ofEntry: entry)
        } else if let reason = Self.rest(of: line, after: "error: could not execute query: ") {
            add(reason, isAboutData: false)
        } else if let reason = Self.rest(of: line, after: "error: COPY failed for table ") {
            add(reason, isAboutData: true)
        } else if let reason = Self.rest(of: line, after: "error: ") {
            addOther(reason)
        } else if let detail = Self.rest(of: line, after: "DETAIL:  "), !problems.isEmpty {
            problems[problems.count - 1].reason += " (\(detail))"
        } else if line.hasPrefix("Command was: "), !problems.isEmpty, problems[problems.count - 1].object == "something"
        {
            problems[problems.count - 1].object = String(line.dropFirst("Command was: ".count).prefix(120))
        }
    }

    private mutating func addOther(_ reason: String) {
        guard !reason.contains("worker process failed") || problems.isEmpty else { return }
        let isAboutData = reason.contains("COPY") || reason.contains("error returned by PQputCopy")
        if reason.contains("could not connect") || reason.contains("connection to ") { fatal = fatal ?? reason }
        add(reason, isAboutData: isAboutData)
    }

    private mutating func add(_ reason: String, isAboutData: Bool) {
        let reason = reason.hasPrefix("ERROR:  ") ? String(reason.dropFirst("ERROR:  ".count)) : reason
        let problem = Problem(object: object, reason: reason, isAboutData: isAboutData)
        if problems.last != problem { problems.append(problem) }
    }

    private static func rest(of line: String, after mark: String) -> String? {
        line.firstRange(of: mark).map { String(line[$0.upperBound...]) }
    }

    /// From `215; 1259 16387 TABLE users postgres`: what, and which; the owner goes.
    private static func object(ofEntry entry: String) -> String {
        let words = entry.split(separator: " ").dropFirst(3)
        let named = words.count > 2 ? words.dropLast() : words
        let lower = named.map { $0.allSatisfy(\.isUppercase) ? $0.lowercased() : String($0) }
        return lower.filter { $0 != "-" }.joined(separator: " ")
    }
}

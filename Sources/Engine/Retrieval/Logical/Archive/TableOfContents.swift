/// What an archive of `pg_dump` contains, as `pg_restore -l` lists it.
struct TableOfContents: Sendable {
    /// One line of the list.
    struct Entry: Hashable, Sendable {
        /// `TABLE`, `EXTENSION`, `COMMENT` and so on.
        var kind: String
        /// Schema (`-` if none), name and owner, as printed.
        var name: String
        var line: String
    }

    /// What to keep out of a restore.
    struct Exclusion: Sendable {
        /// Extensions that cannot be installed here.
        var extensions: Set<String> = []
        var policies = false
    }

    private(set) var entries: [Entry]
    /// The major version of the server that was dumped.
    let sourceMajor: Int?
    /// The database that was dumped.
    let database: String?

    init(parsing text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        entries = lines.compactMap(Self.entry)
        sourceMajor = Self.header("Dumped from database version", in: lines)
            .flatMap { $0.split(whereSeparator: { !$0.isNumber }).first }.flatMap { Int($0) }
        database = Self.header("dbname", in: lines)
    }

    /// The names of extensions that it creates.
    var extensions: [String] {
        entries.filter { $0.kind == "EXTENSION" }.compactMap { Self.words(of: $0.name).dropFirst().first }
    }

    /// Takes the security labels out.
    mutating func takeLabels() -> TableOfContents { take { $0.kind == "SECURITY LABEL" } }

    /// Takes the event triggers out, with their comments.
    mutating func takeEventTriggers() -> TableOfContents {
        take { $0.kind == "EVENT TRIGGER" || $0.kind == "COMMENT" && $0.name.hasPrefix("- EVENT TRIGGER ") }
    }

    /// Takes foreign keys out.
    /// - Returns: Those that were in it.
    mutating func take(_ keys: [ForeignKey]) -> [ForeignKey] {
        let names = Set(keys.map(\.entryName))
        let taken = Set(take { $0.kind == "FK CONSTRAINT" && names.contains($0.name) }.entries.map(\.name))
        return keys.filter { taken.contains($0.entryName) }
    }

    private mutating func take(_ isTaken: (Entry) -> Bool) -> TableOfContents {
        var taken = self
        taken.entries = entries.filter(isTaken)
        entries.removeAll(where: isTaken)
        return taken
    }

    /// Takes entries out, and answers which.
    mutating func remove(_ exclusion: Exclusion) -> [Omission] {
        var omissions: [Omission] = []
        var kept: [Entry] = []
        for entry in entries {
            guard let reason = reason(for: entry, exclusion) else {
                kept.append(entry)
                continue
            }
            // Without the schema where there is none, and without the owner, which extensions do not have.
            let words = Self.words(of: entry.name).drop { $0 == "-" }
            let name = (entry.line.hasSuffix(" ") ? words : words.dropLast()).joined(separator: " ")
            omissions.append(Omission(object: "\(entry.kind.lowercased()) \(name)", reason: reason))
        }
        entries = kept
        return omissions
    }

    /// The list as `pg_restore -L` takes it.
    var text: String { entries.map { $0.line + "\n" }.joined() }

    private func reason(for entry: Entry, _ exclusion: Exclusion) -> String? {
        let words = Self.words(of: entry.name)
        switch entry.kind {
        case "EXTENSION" where words.count > 1 && exclusion.extensions.contains(words[1]):
            return "the extension is not installable here; install its package"
        case "COMMENT" where words.count > 2 && words[1] == "EXTENSION" && exclusion.extensions.contains(words[2]):
            return "the extension is not installable here; install its package"
        case "SUBSCRIPTION":
            return "a clone must not subscribe to a publisher of production"
        case "SUBSCRIPTION TABLE": return "its subscription was left out"
        case "POLICY" where exclusion.policies, "ROW SECURITY" where exclusion.policies:
            return "skipPolicies is set"
        default: return nil
        }
    }

    private static func words(of name: String) -> [String] { name.split(separator: " ").map(String.init) }

    private static func header(_ name: String, in lines: [String]) -> String? {
        guard let line = lines.first(where: { $0.hasPrefix(";") && $0.contains(" \(name): ") }) else { return nil }
        return line.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) }
    }

    /// Such as `215; 1259 16387 TABLE public users postgres`.
    private static func entry(_ line: String) -> Entry? {
        guard line.first?.isNumber == true else { return nil }
        let words = line.split(separator: " ")
        guard words.count > 4, words[0].hasSuffix(";") else { return nil }
        let rest = words.dropFirst(3).joined(separator: " ")
        guard let kind = kinds.first(where: { rest.hasPrefix($0 + " ") }) else {
            return Entry(kind: String(words[3]), name: String(rest.dropFirst(words[3].count + 1)), line: line)
        }
        return Entry(kind: kind, name: String(rest.dropFirst(kind.count + 1)), line: line)
    }

    /// Kinds of two words that matter here; the longer first.
    private static let kinds = [
        "SUBSCRIPTION TABLE", "SUBSCRIPTION", "SECURITY LABEL", "ROW SECURITY", "EVENT TRIGGER", "POLICY", "EXTENSION",
        "COMMENT", "FK CONSTRAINT",
        "TABLE DATA", "SEQUENCE SET", "TABLE",
    ]
}

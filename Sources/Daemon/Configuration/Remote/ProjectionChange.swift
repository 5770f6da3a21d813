import Engine
import Postgres

/// What a posted projection asks to be changed, checked as DBLab checks it.
struct ProjectionChange {
    /// What to set, `nil` to remove.
    private(set) var settings: [(path: [String], value: ConfigurationValue?)] = []

    /// - Parameter document: what is written now.
    /// - Throws: ``EngineError`` `invalidArgument` in DBLab's words.
    init(_ posted: ConfigurationValue, to document: ConfigurationValue) throws {
        let keys = try ProjectedKey.common + Self.keys(of: Self.mode(of: posted, document))
        try Self.refuseOthers(in: posted)
        let shown = ConfigurationProjection.of(document)
        for key in keys {
            guard let given = posted.value(at: key.path[...]) else { continue }
            let value = try Self.typed(given, key, document)
            if key.ignoresEmpty, value == .text("") { continue }
            if key.isWriteOnly { try Self.checkSecret(value, key) }
            if [shown.value(at: key.path[...]), document.value(at: key.path[...])?.asWritten].contains(value) {
                continue
            }
            settings.append((Self.place(of: key.path, in: document), value))
        }
        guard ConfigurationProjection.mode(of: document) == .logical else { return }
        dropConnectionString(posted, document)
        settings += Self.jobs(document).map { [(["retrieval", "jobs"], $0)] } ?? []
    }

    // MARK: Modes

    /// The mode that is posted, which must be the present one.
    private static func mode(
        of posted: ConfigurationValue,
        _ document: ConfigurationValue
    ) throws -> ConfigurationProjection.Mode {
        let text = posted.value(at: [ConfigurationProjection.modeKey])?.text ?? ""
        guard let mode = ConfigurationProjection.Mode(rawValue: text) else {
            throw refusal("config update requires retrievalMode to be logical or physical, got \"\(text.printable)\"")
        }
        if mode == .logical, ConfigurationProjection.mode(of: document) == .physical {
            throw refusal(
                "cannot apply a logical config: the instance is configured for physical retrieval; "
                    + "switch modes by editing the config manually"
            )
        }
        try refuse(keys(of: mode.other), in: posted, mode: mode.rawValue, other: mode.other.rawValue)
        let jobs = document.value(at: ["retrieval", "jobs"])?.texts ?? []
        guard mode == .logical || jobs.contains("physicalRestore") else {
            throw refusal("physicalRestore job is not enabled. Consider editing DLE config manually")
        }
        return mode
    }

    private static func keys(of mode: ConfigurationProjection.Mode) -> [ProjectedKey] {
        mode == .logical ? ProjectedKey.logical : ProjectedKey.physical
    }

    private static func refuse(
        _ keys: [ProjectedKey],
        in posted: ConfigurationValue,
        mode: String,
        other: String
    ) throws {
        for key in keys {
            guard let value = posted.value(at: key.path[...]), !value.isEmpty else { continue }
            throw refusal("\(mode)-mode config update must not set \(other)-mode field \"\(key.name)\"")
        }
    }

    /// Keys of server.yml that would be passed over in silence; others are ignored, as DBLab does.
    private static func refuseOthers(in posted: ConfigurationValue) throws {
        // Those of the other mode are empty, see above.
        let projected = (ProjectedKey.common + ProjectedKey.logical + ProjectedKey.physical).map(\.path)
        for (path, _) in posted.leaves() where path != [ConfigurationProjection.modeKey] {
            if projected.contains(where: path.starts) { continue }
            let name = path.joined(separator: ".")
            guard ConfigurationKey.all.contains(where: { $0.path == name }) else { continue }
            throw EngineError(
                .invalidArgument,
                "`\(name)` cannot be changed over the API",
                hint: "Edit server.yml, and send the engine SIGHUP."
            )
        }
    }

    // MARK: Values

    private static func typed(
        _ value: ConfigurationValue,
        _ key: ProjectedKey,
        _ document: ConfigurationValue
    ) throws -> ConfigurationValue {
        switch key.kind {
        case .flag:
            if case .flag = value { return value }
            throw mismatch(key, "true or false")
        case .integer:
            if case .integer = value { return value }
            guard let text = value.text, let number = Int(text) else { throw mismatch(key, "a whole number") }
            return .integer(number)
        case .text:
            if case .integer(let number) = value { return .text("\(number)") }
            guard value.text != nil else { throw mismatch(key, "text") }
            return value
        case .texts:
            guard case .list(let values) = value, value.texts.count == values.count else {
                throw mismatch(key, "a list of texts")
            }
            return value
        case .settings:
            guard case .section(let values) = value else { throw mismatch(key, "an object of names with values") }
            return .section(try values.mapValues { try setting($0, key) })
        case .variables:
            guard case .section(let values) = value else { throw mismatch(key, "an object of names with values") }
            let present = document.value(at: key.path[...])
            return .section(
                Dictionary(
                    uniqueKeysWithValues: try values.map { name, value in
                        (name, try variable(value, key, name: name, present: present?.value(at: [name][...])))
                    }
                )
            )
        case .databases:
            guard case .section(let values) = value else { throw mismatch(key, "an object of databases by name") }
            return .section(values.mapValues { $0 == .text("") ? .section([:]) : $0 })
        }
    }

    private static func setting(_ value: ConfigurationValue, _ key: ProjectedKey) throws -> ConfigurationValue {
        switch value {
        case .text: value
        case .integer(let number): .text("\(number)")
        // As PostgreSQL writes it.
        case .flag(let flag): .text(flag ? "on" : "off")
        default: throw mismatch(key, "an object of names with texts")
        }
    }

    /// What comes back as it was shown stays what it is.
    private static func variable(
        _ value: ConfigurationValue,
        _ key: ProjectedKey,
        name: String,
        present: ConfigurationValue?
    ) throws -> ConfigurationValue {
        if let present, value == present || value == .text(MaskedConfiguration.stars) { return present }
        // A file in a clone is no program of ours.
        guard !name.hasPrefix("LD_"), name != "PATH", !name.isEmpty, !name.contains("=") else {
            throw refusal(
                "`\(key.name).\(name.printable)` cannot be set over the API: it decides which code programs run"
            )
        }
        switch value {
        case .text(let text) where !text.contains("${"): return value
        case .integer(let number): return .text("\(number)")
        case .flag(let flag): return .text(flag ? "true" : "false")
        case .text: throw refusal("`\(key.name)` must not contain ${…}: variables can be named in the file only")
        default: throw mismatch(key, "an object of names with texts")
        }
    }

    private static func checkSecret(_ value: ConfigurationValue, _ key: ProjectedKey) throws {
        guard let text = value.text, !text.contains("${") else {
            throw refusal("`\(key.name)` must not contain ${…}: variables can be named in the file only")
        }
        guard key.path.last == "connectionString" else { return }
        do { _ = try SourceAddress.parameters(of: text, password: nil) } catch {
            throw EngineError(.invalidArgument, "`\(key.name)`: \(error.message)", hint: error.hint)
        }
    }

    // MARK: Places

    /// Older files have `connection` beside `source`, not in it.
    private static func place(of path: [String], in document: ConfigurationValue) -> [String] {
        let options = Array(path.prefix(4))
        guard path.dropFirst(4).starts(with: ["source", "connection"]),
            document.value(at: (options + ["connection"])[...]) != nil,
            document.value(at: (options + ["source"])[...]) == nil
        else { return path }
        return options + path.dropFirst(5)
    }

    /// A connection string wins over the fields; whoever gives the fields wants them to count.
    private mutating func dropConnectionString(_ posted: ConfigurationValue, _ document: ConfigurationValue) {
        let source = ["retrieval", "spec", "logicalDump", "options", "source"]
        let string = source + ["connectionString"]
        let changesHost = settings.contains { $0.path == source + ["connection", "host"] && $0.value != .text("") }
        guard changesHost, posted.value(at: string[...])?.text ?? "" == "", document.value(at: string[...]) != nil
        else { return }
        settings.append((string, nil))
    }

    /// The jobs of logical mode; `nil` if the file names them already.
    private static func jobs(_ document: ConfigurationValue) -> ConfigurationValue? {
        let restoring = ["retrieval", "spec", "logicalDump", "options", "immediateRestore", "enabled"]
        let isImmediate = document.value(at: restoring[...])?.text?.lowercased() == "true"
        let jobs = ["logicalDump"] + (isImmediate ? [] : ["logicalRestore"]) + ["logicalSnapshot"]
        let wanted = ConfigurationValue.list(jobs.map { .text($0) })
        return document.value(at: ["retrieval", "jobs"]) == wanted ? nil : wanted
    }

    private static func mismatch(_ key: ProjectedKey, _ expected: String) -> EngineError {
        refusal("field `\(key.name)` must be \(expected)")
    }

    private static func refusal(_ message: String) -> EngineError { EngineError(.invalidArgument, message) }
}

extension ConfigurationValue {
    fileprivate var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let values): values.isEmpty
        case .section(let values): values.isEmpty
        case .flag(let flag): !flag
        case .integer: false
        }
    }
}

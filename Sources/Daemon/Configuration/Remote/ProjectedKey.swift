/// A key that can be changed over the API, as DBLab's `GET /admin/config` has it.
struct ProjectedKey: Sendable {
    enum Kind: Sendable {
        case flag, integer, text, texts, settings, databases
        /// Variables of a program, some of which are secrets.
        case variables
    }

    let path: [String]
    let kind: Kind
    /// Set when given and not empty, and never shown.
    var isWriteOnly = false
    /// An empty text leaves the file as it is.
    var ignoresEmpty: Bool { isWriteOnly || path.last == "dockerImage" }

    var name: String { path.joined(separator: ".") }

    private static func key(_ path: String, _ kind: Kind, isWriteOnly: Bool = false) -> ProjectedKey {
        ProjectedKey(path: path.split(separator: ".").map(String.init), kind: kind, isWriteOnly: isWriteOnly)
    }

    private static func job(_ name: String, _ keys: [ProjectedKey]) -> [ProjectedKey] {
        let prefix = ["retrieval", "spec", name, "options"]
        return keys.map { ProjectedKey(path: prefix + $0.path, kind: $0.kind, isWriteOnly: $0.isWriteOnly) }
    }

    static let common: [ProjectedKey] = [
        key("global.debug", .flag), key("databaseConfigs.configs", .settings),
        key("databaseContainer.dockerImage", .text), key("retrieval.refresh.timetable", .text),
    ]

    static let logical =
        job(
            "logicalDump",
            [
                key("source.connectionString", .text, isWriteOnly: true), key("source.connection.dbname", .text),
                key("source.connection.host", .text), key("source.connection.password", .text, isWriteOnly: true),
                key("source.connection.port", .integer), key("source.connection.username", .text),
                key("source.rdsIam.dbInstanceIdentifier", .text), key("databases", .databases),
                key("parallelJobs", .integer), key("customOptions", .texts), key("ignoreErrors", .flag),
            ]
        )
        + job(
            "logicalRestore",
            [
                key("parallelJobs", .integer), key("configs", .settings), key("customOptions", .texts),
                key("ignoreErrors", .flag),
            ]
        )

    static let physical = job(
        "physicalRestore",
        [
            key("tool", .text), key("dockerImage", .text), key("sync.enabled", .flag), key("walg.backupName", .text),
            key("pgbackrest.stanza", .text), key("pgbackrest.delta", .flag), key("envs", .variables),
        ]
    )
}

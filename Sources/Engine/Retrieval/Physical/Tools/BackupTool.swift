package import SystemPackage

/// How files of production come from a store of backups, and its log with them; as DBLab runs these programs.
package struct BackupTool: Equatable, Sendable {
    /// Fills the data directory.
    package var restore: CommandLine
    /// What PostgreSQL runs to fetch a file of the log; PostgreSQL, not the engine, hands it to a shell.
    package var restoreCommand: String?

    /// - Parameter tablespaces: a directory on the same file system for the files of tablespaces.
    /// - Returns: `nil` for `pg_basebackup`, which copies from a server.
    /// - Throws: ``EngineError`` `invalidArgument` that names the key.
    package static func make(
        _ options: PhysicalRestoreOptions,
        dataDirectory: FilePath,
        tablespaces: FilePath
    ) throws -> BackupTool? {
        var tool: BackupTool
        switch options.tool {
        case .pgBasebackup, nil: return nil
        case .pgbackrest: tool = try backRest(options.pgbackrest, dataDirectory, tablespaces)
        case .walg: tool = walg(options.walg, dataDirectory)
        case .customTool: tool = try custom(options.customTool, dataDirectory)
        }
        tool.restore.environment = (options.envs ?? [:]).mapValues(\.text)
        tool.restore.environment["PGDATA"] = dataDirectory.string
        return tool
    }

    private static func backRest(
        _ options: BackRestOptions?,
        _ dataDirectory: FilePath,
        _ tablespaces: FilePath
    ) throws -> BackupTool {
        guard let stanza = options?.stanza, !stanza.isEmpty else {
            throw EngineError(.invalidArgument, "physicalRestore.options.pgbackrest.stanza is missing")
        }
        guard stanza.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) else {
            throw EngineError(
                .invalidArgument,
                "physicalRestore.options.pgbackrest.stanza has a character that is no letter, digit, dash or dot"
            )
        }
        let place = ["--pg1-path=\(dataDirectory)", "--stanza=\(stanza)"]
        var arguments = ["--type=standby"] + place + ["--tablespace-map-all=\(tablespaces)", "restore"]
        if options?.delta == true { arguments.append("--delta") }
        return BackupTool(
            restore: CommandLine("pgbackrest", arguments),
            restoreCommand: "pgbackrest --pg1-path=\(dataDirectory) --stanza=\(stanza) archive-get %f \"%p\""
        )
    }

    private static func walg(_ options: WALGOptions?, _ dataDirectory: FilePath) -> BackupTool {
        let name = options?.backupName.flatMap { $0.isEmpty ? nil : $0 } ?? "LATEST"
        return BackupTool(
            restore: CommandLine("wal-g", ["backup-fetch", dataDirectory.string, name]),
            restoreCommand: "wal-g wal-fetch %f %p"
        )
    }

    private static func custom(_ options: CustomToolOptions?, _ dataDirectory: FilePath) throws -> BackupTool {
        let key = "physicalRestore.options.customTool.command"
        return BackupTool(
            restore: try CommandLine(
                parsing: options?.command ?? "",
                key: key,
                names: ["PGDATA": dataDirectory.string]
            ),
            restoreCommand: options?.restore_command.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}

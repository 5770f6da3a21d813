import Postgres
import SystemPackage

/// How a replica is made and kept.
package struct ReplicaPlan: Sendable {
    package var restore: PhysicalRestoreOptions
    package var settings: LogicalSettings

    package init(restore: PhysicalRestoreOptions, settings: LogicalSettings) {
        self.restore = restore
        self.settings = settings
    }

    /// Between two looks.
    var interval: Duration { .seconds(restore.sync?.healthCheck?.interval ?? 5) }

    /// How long a standby may stand still for want of log before it is made anew.
    var patience: Duration { interval * (restore.sync?.healthCheck?.maxRetries ?? 200) }

    /// Whether it streams from the source, besides what an archive gives.
    var streams: Bool {
        let source = restore.source
        return (restore.tool ?? .pgBasebackup) == .pgBasebackup || source?.connection?.host?.isEmpty == false
            || source?.connectionString?.isEmpty == false
    }

    func sourceParameters() throws -> ConnectionParameters {
        try (restore.source ?? SourceOptions()).parameters(environment: settings.environment)
    }

    func restoreCommand(_ dataDirectory: FilePath) throws -> String? {
        try BackupTool.make(restore, dataDirectory: dataDirectory, tablespaces: dataDirectory)?.restoreCommand
    }

    var environment: [String: String] { (restore.envs ?? [:]).mapValues(\.text) }
}

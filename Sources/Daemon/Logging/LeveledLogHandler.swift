import Engine
import Logging

/// Passes on what is at or above a level that may change while the engine runs.
struct LeveledLogHandler: LogHandler {
    private var base: any LogHandler
    private let level: Live<Logger.Level>
    /// The level of this logger alone, if somebody set one.
    private var own: Logger.Level?

    init(_ base: any LogHandler, level: Live<Logger.Level>) {
        self.base = base
        self.level = level
        self.base.logLevel = .trace
    }

    var logLevel: Logger.Level {
        get { own ?? level.value }
        set { own = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { base.log(event: event) }
}

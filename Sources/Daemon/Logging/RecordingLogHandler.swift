import Engine
import Logging

/// Passes everything on as it is, and keeps a copy for those who watch the log over the API.
struct RecordingLogHandler: LogHandler {
    private var base: any LogHandler
    private let label: String
    private let ring: LogRing

    init(_ base: any LogHandler, label: String, ring: LogRing) {
        self.base = base
        self.label = label
        self.ring = ring
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
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

    func log(event: LogEvent) {
        base.log(event: event)
        var all = base.metadata
        all.merge(base.metadataProvider?.get() ?? [:]) { _, new in new }
        all.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { all["error"] = "\(error)" }
        ring.append(event.level, label: label, message: "\(event.message)", metadata: all.mapValues { "\($0)" })
    }
}

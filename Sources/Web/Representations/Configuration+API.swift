import API
import Engine

extension JSONValue {
    init(_ value: ConfigurationValue) {
        switch value {
        case .section(let values): self = .object(values.mapValues { JSONValue($0) })
        case .list(let values): self = .array(values.map { JSONValue($0) })
        case .text(let text): self = .string(text)
        case .integer(let number): self = .integer(Int64(number))
        case .flag(let flag): self = .bool(flag)
        }
    }
}

extension ConfigurationValue {
    /// `null` is what is not given.
    init?(_ value: JSONValue) {
        switch value {
        case .null: return nil
        case .bool(let flag): self = .flag(flag)
        case .integer(let number): self = .integer(Int(number))
        case .number(let number): self = .text("\(number)")
        case .string(let text): self = .text(text)
        case .array(let values): self = .list(values.compactMap { ConfigurationValue($0) })
        case .object(let fields): self = .section(fields.compactMapValues { ConfigurationValue($0) })
        }
    }
}

extension SourceTest {
    init(_ verdict: SourceVerdict) {
        self.init(
            status: verdict.status.rawValue,
            result: verdict.result.rawValue,
            message: verdict.message,
            dbVersion: verdict.major,
            tuningParams: verdict.tuning
        )
    }
}

extension SourceProposal {
    init(_ sketch: SourceSketch) {
        self.init(
            source: Source(host: sketch.host, port: sketch.port, username: sketch.user, dbname: sketch.database),
            detectedProvider: sketch.provider.rawValue,
            pgMajorVersion: sketch.major,
            collationVersion: sketch.collationVersion,
            databases: sketch.databases,
            sharedBuffers: sketch.sharedBuffers,
            memoryProbed: sketch.knowsMemory,
            sharedPreloadLibraries: sketch.preloadLibraries.joined(separator: ", "),
            queryTuning: sketch.tuning,
            installedMajorVersion: sketch.installedMajor,
            warnings: sketch.warnings
        )
    }
}

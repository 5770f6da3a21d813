import Engine

/// The part of a document that administrators see and change over the API.
enum ConfigurationProjection {
    static let modeKey = "retrievalMode"

    /// How production is copied.
    enum Mode: String {
        case logical, physical

        var other: Mode { self == .logical ? .physical : .logical }
    }

    /// - Parameter document: as it is written, see ``YAMLEditor/document``.
    static func of(_ document: ConfigurationValue) -> ConfigurationValue {
        let current = LegacyConnection(in: document).document
        let mode = mode(of: document)
        var result = ConfigurationValue.section([modeKey: .text(mode.rawValue)])
        let keys = ProjectedKey.common + (mode == .physical ? ProjectedKey.physical : ProjectedKey.logical)
        for key in keys where !key.isWriteOnly {
            guard let value = current.value(at: key.path[...]), let shown = shown(value, key.kind) else { continue }
            result = result.replacing(key.path[...], with: shown)
        }
        return result
    }

    /// Logical where no job is named yet: nothing else can be configured here.
    static func mode(of document: ConfigurationValue) -> Mode {
        let jobs = document.value(at: ["retrieval", "jobs"])?.texts ?? []
        return jobs.contains { $0.hasPrefix("physical") } ? .physical : .logical
    }

    private static func shown(_ value: ConfigurationValue, _ kind: ProjectedKey.Kind) -> ConfigurationValue? {
        switch kind {
        case .flag: flag(value).map { .flag($0) }
        case .integer: value.text.flatMap { Int($0) }.map { .integer($0) }
        case .text: value.text.map { .text($0) }
        case .texts: .list(value.texts.map { .text($0) })
        case .settings: section(value)
        case .variables: section(value).map(hidingSecrets)
        case .databases: databases(value)
        }
    }

    private static func flag(_ value: ConfigurationValue) -> Bool? {
        switch value.text?.lowercased() {
        case "true", "yes", "on", "y": true
        case "false", "no", "off", "n": false
        default: nil
        }
    }

    private static func section(_ value: ConfigurationValue) -> ConfigurationValue? {
        guard case .section(let values) = value else { return nil }
        return .section(values.filter { $0.value.text != nil })
    }

    private static func hidingSecrets(_ values: ConfigurationValue) -> ConfigurationValue {
        guard case .section(let values) = values else { return values }
        return .section(
            Dictionary(
                uniqueKeysWithValues: values.map { name, value in
                    (name, ServerConfiguration.isSecret(name) ? .text(MaskedConfiguration.stars) : value)
                }
            )
        )
    }

    /// Names alone, as a list or with nothing behind them, mean all of each.
    private static func databases(_ value: ConfigurationValue) -> ConfigurationValue? {
        switch value {
        case .list: .section(Dictionary(value.texts.map { ($0, .section([:])) }) { first, _ in first })
        case .section(let values):
            .section(values.mapValues { if case .section = $0 { $0 } else { .section([:]) } })
        default: nil
        }
    }
}

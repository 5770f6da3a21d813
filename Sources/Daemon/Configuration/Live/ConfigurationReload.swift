/// What became of a configuration that was read while the engine runs.
struct ConfigurationReload: Equatable, Sendable {
    let changes: [ConfigurationChange]
    let warnings: [String]

    /// One line for each key that changed, without its value.
    var lines: [String] {
        guard !changes.isEmpty else { return ["the configuration is as it was"] }
        return changes.map { change in
            switch change.effect {
            case .now: "`\(change.key)` has changed and is in force"
            case .afterRestart: "`\(change.key)` has changed: restart the engine to apply it; clones go on running"
            case .never: "`\(change.key)` has changed, which has no effect here"
            }
        }
    }
}

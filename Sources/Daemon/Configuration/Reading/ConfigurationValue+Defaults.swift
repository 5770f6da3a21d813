import Engine

extension ConfigurationValue {
    /// The default of a key, or of all keys of a section; `nil` if there is none.
    static func standard(of tree: KeyTree) -> ConfigurationValue? {
        guard let key = tree.key else {
            let values = tree.children.filter { $0.key != "*" && $0.key != "[]" }.compactMapValues { standard(of: $0) }
            return values.isEmpty ? nil : .section(values)
        }
        guard let text = key.standard else { return nil }
        return switch key.kind {
        case .flag: .flag(text == "true")
        case .integer: Int(text).map { .integer($0) }
        case .text, .secret, .credential, .choice: .text(text)
        case .texts, .choices: .list(text.split(separator: ",").map { .text(String($0)) })
        case .settings, .credentials, .anything: .section([:])
        }
    }
}

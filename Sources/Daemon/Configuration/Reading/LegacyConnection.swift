import Engine

/// `connection` beside `source`, where the options of logicalDump had it in older versions of DBLab.
struct LegacyConnection {
    private static let options = ["retrieval", "spec", "logicalDump", "options"]
    /// The key of the whole section.
    static let path = (options + ["connection"]).joined(separator: ".")

    /// The document, with the connection in its present place.
    private(set) var document: ConfigurationValue
    /// Whether it is given and `source` wins.
    private(set) var isIdle = false

    init(in document: ConfigurationValue) {
        self.document = document
        guard var options = document.section(at: Self.options[...]),
            let connection = options.removeValue(forKey: "connection")
        else { return }
        if case .section(let source)? = options["source"], !source.isEmpty {
            isIdle = true
        } else {
            options["source"] = .section(["connection": connection])
        }
        self.document = document.replacingSection(at: Self.options[...], with: options)
    }
}

extension ConfigurationValue {
    fileprivate func section(at path: ArraySlice<String>) -> [String: ConfigurationValue]? {
        guard case .section(let values) = self else { return nil }
        guard let name = path.first else { return values }
        return values[name]?.section(at: path.dropFirst())
    }

    fileprivate func replacingSection(
        at path: ArraySlice<String>,
        with section: [String: ConfigurationValue]
    ) -> ConfigurationValue {
        guard let name = path.first, case .section(var values) = self else { return .section(section) }
        values[name] = values[name]?.replacingSection(at: path.dropFirst(), with: section)
        return .section(values)
    }
}

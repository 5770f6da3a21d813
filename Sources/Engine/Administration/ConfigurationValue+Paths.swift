extension ConfigurationValue {
    /// The value below these names; `nil` if there is none.
    package func value(at path: ArraySlice<String>) -> ConfigurationValue? {
        guard let name = path.first else { return self }
        guard case .section(let values) = self else { return nil }
        return values[name]?.value(at: path.dropFirst())
    }

    /// The same with another value below these names, or without it.
    package func replacing(_ path: ArraySlice<String>, with value: ConfigurationValue?) -> ConfigurationValue {
        guard let name = path.first else { return value ?? self }
        var values: [String: ConfigurationValue] = [:]
        if case .section(let present) = self { values = present }
        let rest = path.dropFirst()
        values[name] = rest.isEmpty ? value : (values[name] ?? .section([:])).replacing(rest, with: value)
        return .section(values)
    }

    /// The text, if it is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The texts of a list, or nothing.
    package var texts: [String] {
        guard case .list(let values) = self else { return [] }
        return values.compactMap(\.text)
    }

    /// All values that are no sections, with where they are; empty sections too.
    package func leaves(at path: [String] = []) -> [(path: [String], value: ConfigurationValue)] {
        guard case .section(let values) = self, !values.isEmpty else { return [(path, self)] }
        return values.sorted { $0.key < $1.key }.flatMap { $0.value.leaves(at: path + [$0.key]) }
    }
}

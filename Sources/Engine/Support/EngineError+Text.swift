extension EngineError {
    /// Refuses text from outside that is too long or that a terminal would obey.
    /// - Throws: `invalidArgument` that names the field.
    static func check(_ text: String, field: String, limit: Int) throws {
        guard text.utf8.count <= limit else { throw invalid(field, "longer than \(limit) bytes") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw invalid(field, "control characters are not allowed")
        }
    }

    /// The words for a field that holds something wrong.
    static func invalid(_ field: String, _ reason: String) -> EngineError {
        EngineError(.invalidArgument, "invalid value for `\(field)`: \(reason)")
    }
}

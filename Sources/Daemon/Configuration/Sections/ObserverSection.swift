extension ServerConfiguration {
    /// What sessions of observation keep.
    struct Observer: Codable, Equatable, Sendable {
        /// Replacements by regular expressions.
        var replacementRules: [String: String]
    }
}

import Masking

/// What is asked for: by rules, and what of labels is left to PostgreSQL Anonymizer.
struct MaskingDemand {
    var rules: MaskingRules
    /// By databases.
    var anonymizers: [String: AnonymizerExtension] = [:]
    /// The version of it that is installed for the server.
    var version: String?
}

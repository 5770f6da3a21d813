/// A database of the source, as far as it must be known before anything is restored.
struct SourceDatabase: Codable, Hashable, Sendable {
    var name: String
    var owner: String
    var encoding: String
    var collation: String
    var characterType: String
    /// `c`, `i` (ICU) or `b` (built in).
    var provider: String
    /// The locale of ICU or of the built-in provider.
    var providerLocale: String?
    var connectionLimit: Int
    var comment: String?
    /// Statements that give its privileges back.
    var grants: [String]
    /// Bytes, or 0 where that may not be asked.
    var size: Int
}

/// A role of the source, without its password.
struct SourceRole: Codable, Hashable, Sendable {
    var name: String
    /// `SUPERUSER LOGIN …` as CREATE ROLE takes them.
    var attributes: [String]
    var comment: String?
    /// The password's verifier, where it may be read and is to be kept.
    var verifier: String?
}

/// Statements about roles and databases that follow once all of them exist.
struct SourceStatement: Codable, Hashable, Sendable {
    /// What it is about, for the report.
    var object: String
    var sql: String
}

/// A table whose rows are streamed.
struct SourceTable: Hashable, Sendable {
    var schema: String
    var name: String
    /// Those that hold data of their own: neither dropped nor generated.
    var columns: [String]
    /// Bytes on the source's disk.
    var size: Int
    /// Whether all its types mean the same on both sides in PostgreSQL's binary form.
    var isBinarySafe: Bool
}

/// All that is told about the source apart from schemas and rows.
struct SourceGlobals: Codable, Hashable, Sendable {
    /// PostgreSQL's number: 150020 is 15.20.
    var version: Int
    var databases: [SourceDatabase]
    var roles: [SourceRole]
    var statements: [SourceStatement]
    /// The locale and encoding of the cluster itself.
    var cluster: SourceDatabase?
    var dataStateAt: Double?
    /// How many ordinary tables each database has.
    var tableCounts: [String: Int] = [:]
}

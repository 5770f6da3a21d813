/// One key of server.yml: the single source of what is accepted, of defaults and of the reference in docs.
struct ConfigurationKey: Equatable, Sendable {
    /// Names joined by dots; `*` stands for any name, `[]` after a name for each element of a list.
    let path: String
    let kind: Kind
    /// The default as text; `nil` for none.
    let standard: String?
    /// What it means, in one line.
    let meaning: String
    let status: Status

    /// What a value may be.
    enum Kind: Equatable, Sendable {
        case flag
        case integer(ClosedRange<Int>)
        case text
        /// Text in which `$NAME` and `${NAME}` stand for environment variables; never shown.
        case secret
        /// Text in which `${NAME}` stands for an environment variable, and a `$` alone for itself; never shown.
        case credential
        case choice([String])
        case texts
        case choices([String])
        /// Names with texts, such as settings of postgresql.conf.
        case settings
        /// The same with values that are credentials.
        case credentials
        /// Whatever it is, nobody reads it.
        case anything
    }

    /// What becomes of a value.
    enum Status: String, Sendable {
        case used
        /// DBLab does not have this key.
        case ours
        /// Accepted from DBLab's configurations; it comes with a later version.
        case planned
        /// Accepted from DBLab's configurations; there is nothing here that it could mean.
        case ignored

        /// Whether somebody acts on it.
        var hasEffect: Bool { self == .used || self == .ours }
    }

    /// The names of the path, with `[]` as a name of its own.
    var components: [String] {
        path.split(separator: ".").flatMap { name in
            name.hasSuffix("[]") ? [String(name.dropLast(2)), "[]"] : [String(name)]
        }
    }
}

extension ConfigurationKey {
    /// All keys, section by section.
    static let all: [ConfigurationKey] =
        server + retention + embeddedUI + global + poolManager + templates + provision + retrieval + logicalDump
        + logicalRestore + logicalSnapshot + hygiene + masking + physicalRestore + physicalSnapshot + cloning + platform
        + others

    /// A row of the tables below.
    static func key(
        _ path: String,
        _ kind: Kind,
        _ standard: String?,
        _ status: Status,
        _ meaning: String
    ) -> ConfigurationKey {
        ConfigurationKey(path: path, kind: kind, standard: standard, meaning: meaning, status: status)
    }

    /// A row for a key that means what it means in DBLab.
    static func key(_ path: String, _ kind: Kind, _ standard: String?, _ meaning: String) -> ConfigurationKey {
        key(path, kind, standard, .used, meaning)
    }
}

extension ConfigurationKey.Kind {
    /// A number of things or minutes.
    static let count = Self.integer(0...1_000_000_000)
    /// A TCP port.
    static let port = Self.integer(1...65535)
}

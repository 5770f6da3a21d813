/// Arguments that a configuration adds to `pg_dump` or `pg_restore`.
enum CustomOptions {
    /// Refuses what DBLab refuses (its pattern is `^[A-Za-z0-9-_="]+$`), and what would lead the program elsewhere.
    /// - Throws: ``EngineError`` `invalidArgument` that names the option.
    static func check(_ options: [String]) throws {
        for option in options {
            guard !option.isEmpty, option.utf8.allSatisfy(isAllowed) else {
                throw EngineError(
                    .invalidArgument,
                    "invalid option \"\(option)\" due to security reasons",
                    hint: "Options may contain letters, digits and - _ = \" only."
                )
            }
            guard !isReserved(option) else {
                throw EngineError(
                    .invalidArgument,
                    "option \"\(option)\" cannot be set by customOptions: the engine needs it itself"
                )
            }
        }
    }

    /// Whether all of them leave open which rows of which tables are dumped; else data go through `pg_dump` alone.
    static func allowStreaming(_ options: [String]) -> Bool {
        options.allSatisfy { option in
            harmless.contains(String(option.prefix { $0 != "=" }))
        }
    }

    /// Whether all of them, given to `pg_restore`, leave open which constraints are made, and how.
    static func allowOwnForeignKeys(_ options: [String]) -> Bool {
        options.allSatisfy(harmlessToConstraints.contains)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "\""): true
        default: false
        }
    }

    private static func isReserved(_ option: String) -> Bool {
        let name = String(option.prefix { $0 != "=" })
        if reserved.contains(name) { return true }
        guard name.hasPrefix("-"), !name.hasPrefix("--"), let letter = name.dropFirst().first else { return false }
        return "CFLUWZcdfhjlpw".contains(letter)
    }

    private static let reserved: Set = [
        "--create", "--dbname", "--file", "--format", "--host", "--jobs", "--list", "--password", "--port", "--section",
        "--snapshot", "--use-list", "--username",
    ]

    private static let harmless = ofAccess.union([
        "--enable-triggers", "--exclude-extension", "--exclude-schema", "--exclude-table", "--extension",
        "--lock-wait-timeout", "--no-comments", "--no-publications", "--no-security-labels", "--no-subscriptions",
        "--no-sync", "--schema", "--table",
    ])

    private static let harmlessToConstraints = ofAccess.union(["--exit-on-error", "--no-comments", "-e"])

    /// What changes owners, rights, places and words only.
    private static let ofAccess: Set = [
        "--no-acl", "--no-owner", "--no-privileges", "--no-tablespaces", "--verbose", "-O", "-v", "-x",
    ]
}

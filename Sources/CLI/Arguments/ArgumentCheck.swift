/// Checks of values before anything is sent; their errors name the option and say what is allowed.
enum ArgumentCheck {
    /// A clone's id.
    static func cloneID(_ id: String?, required name: String = "CLONE_ID argument") throws -> String {
        guard let id, !id.isEmpty else { throw CommandError.usage("\(name) is required") }
        let characters = id.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
        guard characters, isLetterOrDigit(id.utf8.first ?? 0), id.utf8.count <= 63 else {
            throw CommandError.usage(
                "\(name) \"\(shortened(id))\" is invalid: clone ID must start with a letter or number and can only "
                    + "contain letters, numbers, underscores, periods, and hyphens, at most 63"
            )
        }
        return id
    }

    /// A snapshot's id, which becomes part of a path.
    static func snapshotID(_ id: String?, required name: String = "SNAPSHOT_ID argument") throws -> String {
        guard let id, !id.isEmpty else { throw CommandError.usage("\(name) is required") }
        let isPlain = id.utf8.allSatisfy { isLetterOrDigit($0) || "/@:._-+".utf8.contains($0) }
        let steps = id.split(separator: "/", omittingEmptySubsequences: false)
        guard isPlain, id.utf8.count <= 512, !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw CommandError.usage(
                "\(name) \"\(shortened(id))\" is invalid; \"dblab snapshot list\" shows the ids that exist"
            )
        }
        return id
    }

    /// A name that PostgreSQL or the engine takes: not empty, at most 63 bytes, nothing that a terminal would obey.
    static func name(_ text: String, of option: String) throws -> String {
        try self.text(text, of: option, longest: 63)
    }

    /// Free text of limited length without control characters.
    static func text(_ text: String, of option: String, longest: Int) throws -> String {
        guard !text.isEmpty else { throw CommandError.usage("\(option) must not be empty") }
        guard text.utf8.count <= longest else {
            throw CommandError.usage("\(option) is too long: at most \(longest) bytes")
        }
        guard Printable.isClean(text) else {
            throw CommandError.usage("\(option) must not hold control characters")
        }
        return text
    }

    /// `name=value` pairs.
    static func settings(_ pairs: [String], of option: String) throws -> [String: String] {
        var settings: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts.first, let value = parts.last, !name.isEmpty,
                name.utf8.count <= 63,
                name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2E })
            else {
                throw CommandError.usage("\(option) \"\(shortened(pair))\" is not of the form name=value")
            }
            settings[String(name)] = try value.isEmpty ? "" : text(String(value), of: option, longest: 4096)
        }
        return settings
    }

    static func shortened(_ text: String) -> String {
        text.count > 60 ? "\(text.prefix(60))…" : text
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

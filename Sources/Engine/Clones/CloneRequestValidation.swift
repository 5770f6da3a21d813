package import FoundationEssentials
import Postgres

/// What may be asked of a new clone, and in which words it is refused.
package struct CloneRequestValidation: Sendable {
    /// Passwords with fewer bits are accepted with a warning, unless the policy says otherwise.
    static let weakPasswordBits = 60

    let policy: CloningPolicy

    package init(policy: CloningPolicy) { self.policy = policy }

    /// Checks a draft; nothing is stored or started.
    /// - Parameter verifier: makes what the catalog keeps instead of the password.
    /// - Throws: ``EngineError`` `invalidArgument` that names the field.
    package func request(
        from draft: CloneDraft,
        now: Date = Date(),
        verifier: (_ password: String) throws -> String
    ) throws -> CloneRequest {
        try checkCredentials(draft)
        try checkNames(draft)
        try checkSettings(draft.settings)
        let end = try policy.protectionEnd(minutes: draft.protectionMinutes, now: now)
        guard !draft.isProtected || draft.deleteAt == nil else {
            throw refusal("cannot enable protection and schedule deletion at the same time")
        }
        var (until, deleteAt) = (draft.isProtected ? end : nil, draft.deleteAt)
        try LongestLife(minutes: policy.maxLifetimeMinutes)?
            .bound(draft.isProtected, until: &until, &deleteAt, madeAt: now)
        return CloneRequest(
            id: draft.id.flatMap { $0.isEmpty ? nil : $0 } ?? Identifier.random(),
            branch: draft.branch.flatMap { $0.isEmpty ? nil : $0 },
            snapshot: draft.snapshot.flatMap { $0.isEmpty ? nil : $0 },
            username: draft.username,
            verifier: try verifier(draft.password),
            database: draft.database.isEmpty ? policy.adminDatabase : draft.database,
            isRestricted: draft.isRestricted,
            settings: draft.settings,
            isProtected: draft.isProtected,
            protectedUntil: until,
            deleteAt: deleteAt
        )
    }

    /// Advice on an accepted draft.
    package func warnings(about draft: CloneDraft) -> [String] {
        let bits = Int(PasswordEntropy.bits(of: draft.password))
        guard bits < Self.weakPasswordBits else { return [] }
        return [
            "The password is weak (\(bits) bits of entropy, \(Self.weakPasswordBits) are advised): use a longer one."
        ]
    }

    private func checkCredentials(_ draft: CloneDraft) throws {
        switch (draft.username.isEmpty, draft.password.isEmpty) {
        case (true, true): throw refusal("missing both DB username and password")
        case (true, false): throw refusal("missing DB username")
        case (false, true): throw refusal("missing DB password")
        case (false, false): break
        }
        try EngineError.check(draft.username, field: "db.username", limit: 63)
        try EngineError.check(draft.password, field: "db.password", limit: 1024)
        // `public` and `none` are no names of roles, not even in quotes.
        guard !draft.username.hasPrefix("pg_"), !["public", "none", policy.adminUser].contains(draft.username) else {
            throw refusal("invalid value for `db.username`: \"\(draft.username)\" is reserved")
        }
        let bits = PasswordEntropy.bits(of: draft.password)
        guard bits >= Double(policy.minPasswordEntropyBits) else {
            throw EngineError(
                .invalidArgument,
                "password validation: insecure password, try including more special characters, using lowercase letters,"
                    + " using uppercase letters, using numbers or using a longer password",
                hint: "It has \(Int(bits)) bits of entropy; \(policy.minPasswordEntropyBits) are required."
            )
        }
    }

    private func checkNames(_ draft: CloneDraft) throws {
        if let id = draft.id, !id.isEmpty { try Self.checkID(id) }
        try EngineError.check(draft.database, field: "db.db_name", limit: 63)
        try EngineError.check(draft.branch ?? "", field: "branch", limit: 255)
        try EngineError.check(draft.snapshot ?? "", field: "snapshot.id", limit: 1024)
    }

    private static func checkID(_ id: String) throws {
        let isPlain = id.utf8.allSatisfy { isLetterOrDigit($0) || "_.-".utf8.contains($0) }
        guard isPlain, let first = id.utf8.first, isLetterOrDigit(first) else {
            throw EngineError(
                .invalidArgument,
                "clone ID must start with a letter or number and can only contain letters, numbers, underscores, periods,"
                    + " and hyphens"
            )
        }
        guard id.utf8.count <= 63 else {
            throw EngineError(.invalidArgument, "clone ID must not be longer than 63 characters")
        }
    }

    private func checkSettings(_ settings: [String: String]) throws {
        guard settings.count <= 200 else { throw refusal("invalid value for `extra_conf`: more than 200 settings") }
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            let isPlain = name.utf8.allSatisfy { Self.isLetterOrDigit($0) || "_.".utf8.contains($0) }
            guard (1...127).contains(name.utf8.count), isPlain, let first = name.utf8.first, !(48...57).contains(first)
            else { throw refusal("invalid setting name in `extra_conf`: \"\(name.prefix(80))\"") }
            if let reason = EngineSettings.refusal(of: name) {
                throw refusal("setting `extra_conf.\(name)` cannot be changed: \(reason)")
            }
            try EngineError.check(value, field: "extra_conf.\(name)", limit: 4096)
        }
    }

    private func refusal(_ message: String) -> EngineError { EngineError(.invalidArgument, message) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

import FoundationEssentials
import Glibc
package import Masking
import SystemPackage

/// What is said about masking, and where its key is: `retrieval.masking`.
package struct MaskingOptions: Codable, Equatable, Sendable {
    /// A file with rules; those here come after them.
    package var rulesFile: String?
    /// Where the key is: a file, or the name of an environment variable.
    package var keyFile: String?
    package var keyEnv: String?
    package var unknownColumns: MaskingRules.UnknownColumns?
    package var everything: Bool?
    package var locale: String?
    package var largeObjects: MaskingRules.LargeObjects?
    /// What becomes of labels of PostgreSQL Anonymizer; `use` if absent.
    package var labels: Labels?
    package var rules: [MaskingRule]?
    package var references: [MaskingReference]?

    /// What becomes of labels in the data.
    package enum Labels: String, Codable, CaseIterable, Sendable {
        /// The extension does them where it is installed for the golden copy's server; the engine elsewhere.
        case use
        /// The engine does them.
        case translate
        case ignore
    }

    package init(rules: [MaskingRule]? = nil, keyFile: String? = nil, keyEnv: String? = nil) {
        self.rules = rules
        self.keyFile = keyFile
        self.keyEnv = keyEnv
    }
}

extension MaskingOptions {
    /// Whether there are no rules.
    package var isEmpty: Bool { maskingRules.isEmpty }

    /// Whether labels in the data count.
    package var usesLabels: Bool { labels != .ignore }

    /// Whether PostgreSQL Anonymizer may do them.
    package var usesExtension: Bool { (labels ?? .use) == .use }

    /// Whether nothing can ask for masking.
    package var masksNothing: Bool { isEmpty && !usesLabels }

    /// The same after the rules of a file; what both say is taken from here.
    package func adding(_ file: MaskingOptions) -> MaskingOptions {
        var result = self
        result.rules = (file.rules ?? []) + (rules ?? [])
        result.references = (file.references ?? []) + (references ?? [])
        result.unknownColumns = unknownColumns ?? file.unknownColumns
        result.everything = everything ?? file.everything
        result.locale = locale ?? file.locale
        result.largeObjects = largeObjects ?? file.largeObjects
        result.rulesFile = nil
        return result
    }

    /// The rules alone.
    package var maskingRules: MaskingRules {
        var result = MaskingRules(rules ?? [])
        result.unknownColumns = unknownColumns
        result.everything = everything
        result.locale = locale
        result.largeObjects = largeObjects
        result.references = references
        return result
    }

    /// The key; for labels alone it need not be the same at the next refresh, and one is made if none is given.
    /// - Throws: as ``key(environment:)``.
    package func keyForLabels(environment: [String: String]) throws -> MaskingKey {
        let hasKey = !(keyFile ?? "").isEmpty || !(keyEnv ?? "").isEmpty
        return isEmpty && !hasKey ? try MaskingKey.random() : try key(environment: environment)
    }

    /// Reads the key.
    /// - Throws: ``EngineError`` `invalidArgument` that names the place, never the key.
    package func key(environment: [String: String]) throws -> MaskingKey {
        let secret: String
        if let path = keyFile, !path.isEmpty {
            var facts = stat()
            guard stat(path, &facts) != 0 || facts.st_mode & 0o007 == 0 else {
                throw EngineError(
                    .invalidArgument,
                    "retrieval.masking.keyFile: everybody can read \(path)",
                    hint: "Run: chmod 0600 \(path)"
                )
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw EngineError(.invalidArgument, "retrieval.masking.keyFile: \(path) cannot be read")
            }
            secret = String(decoding: data, as: UTF8.self)
        } else if let name = keyEnv, !name.isEmpty {
            guard let value = environment[name] else {
                throw EngineError(.invalidArgument, "retrieval.masking.keyEnv: the variable \(name) is not set")
            }
            secret = value
        } else {
            throw EngineError(
                .invalidArgument,
                "retrieval.masking has no key",
                hint: "Make one with `openssl rand -hex 32 > masking.key`, mode 0600, and set keyFile."
            )
        }
        do { return try MaskingKey(secret) } catch let error as MaskingError {
            throw EngineError(.invalidArgument, error.message, hint: error.hint)
        }
    }
}

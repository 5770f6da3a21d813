import Engine
import FoundationEssentials
import SystemPackage

/// A file with rules of masking.
enum MaskingFile {
    /// Reads a file.
    /// - Throws: ``ConfigurationError``, with file and line of each problem.
    static func load(_ path: FilePath) throws -> MaskingOptions {
        try parse(ConfigurationFile.text(of: path), file: path.string)
    }

    /// Reads a text.
    /// - Throws: ``ConfigurationError``.
    static func parse(_ text: String, file: String) throws -> MaskingOptions {
        let tree = KeyTree(ConfigurationKey.maskingRules)
        var reader = ConfigurationReader(file: file, environment: [:], tree: tree)
        let values = reader.document(try YAMLDocument.root(of: text, file: file))
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        let options: MaskingOptions
        do {
            options = try JSONDecoder().decode(MaskingOptions.self, from: JSONEncoder().encode(values))
        } catch let error as DecodingError {
            throw ConfigurationError("\(file): \(error.missingKey)")
        }
        return options
    }
}

extension DecodingError {
    /// What a list of rules lacks.
    var missingKey: String {
        guard case .keyNotFound(let key, let context) = self else { return "cannot be understood: \(self)" }
        let place = context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: " ")
        return "\(place) needs `\(key.stringValue)`"
    }
}

extension MaskingOptions {
    fileprivate var saysNothing: Bool { isEmpty && usesLabels }
}

extension ServerConfiguration {
    /// What the configuration and its file say; `nil` if that is nothing.
    /// - Throws: ``ConfigurationError``.
    func masking() throws -> MaskingOptions? {
        guard let here = retrieval.masking else { return nil }
        guard let file = here.rulesFile, !file.isEmpty else { return here.saysNothing ? nil : here }
        let all = here.adding(try MaskingFile.load(FilePath(file)))
        return all.saysNothing ? nil : all
    }
}

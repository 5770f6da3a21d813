import API
import FoundationEssentials
import Glibc
import Logging

/// Writes each line of the log as a JSON object to standard error.
struct JSONLogHandler: LogHandler {
    let label: String
    /// What is done with a line.
    let write: @Sendable (String) -> Void
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, write: @escaping @Sendable (String) -> Void = Self.writeToStandardError) {
        self.label = label
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var facts = metadata
        facts.merge(metadataProvider?.get() ?? [:]) { $1 }
        facts.merge(event.metadata ?? [:]) { $1 }
        var fields: [String: JSONValue] = [:]
        for (key, value) in facts { fields[key == "hb.request.id" ? "request_id" : key] = JSONValue(value) }
        if let error = event.error { fields["error"] = .string("\(error)") }
        // Nothing that is merely said of a line can pass for the line.
        fields["time"] = .string(Self.text(of: Date()))
        fields["level"] = .string(event.level.rawValue)
        fields["logger"] = .string(label)
        fields["message"] = .string("\(event.message)")
        guard let data = try? JSONCoding.data(JSONValue.object(fields)) else { return }
        write(String(decoding: data, as: UTF8.self) + "\n")
    }

    private static func text(of moment: Date) -> String {
        moment.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// In one piece, so that lines of several threads do not mix.
    @Sendable private static func writeToStandardError(_ line: String) {
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let thing): self = .string("\(thing)")
        case .array(let values): self = .array(values.map { JSONValue($0) })
        case .dictionary(let values): self = .object(values.mapValues { JSONValue($0) })
        }
    }
}

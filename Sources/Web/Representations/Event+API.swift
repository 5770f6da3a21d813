import API
import Engine
import FoundationEssentials

extension API.Event {
    init(_ event: DomainEvent) {
        let payload = (try? JSONCoding.value(JSONValue.self, from: Data(event.payload.utf8))) ?? [:]
        self.init(
            id: event.id ?? 0,
            at: Timestamp(event.at),
            subject: event.subject,
            kind: Kind(rawValue: event.kind),
            payload: payload.naming(refresh: event.subject)
        )
    }
}

extension JSONValue {
    /// What is told of a refresh, in the words of ``API/RefreshProgress`` besides its own.
    fileprivate func naming(refresh subject: String) -> JSONValue {
        let prefix = "refresh:"
        guard subject.hasPrefix(prefix), case .object(var fields) = self else { return self }
        fields["refreshID"] = .string(String(subject.dropFirst(prefix.count)))
        if let rate = fields["rate"] { fields["bytesPerSecond"] = rate }
        if let reason = fields["reason"] { fields["message"] = fields["message"] ?? reason }
        for total in ["tablesTotal", "bytesTotal"] where fields[total] == .integer(0) { fields[total] = nil }
        return .object(fields)
    }
}

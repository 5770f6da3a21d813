import API

/// How the audit trail is written to a file.
enum AuditFormat: String {
    /// An object a line.
    case jsonl
    /// Comma-separated values (RFC 4180), for spreadsheets.
    case csv

    var contentType: String {
        switch self {
        case .jsonl: "application/jsonl; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }

    var header: String {
        self == .csv ? "id,at,actor,role,token,address,action,target,result,status,detail\r\n" : ""
    }

    func line(_ entry: AuditEntry) throws -> String {
        guard self == .csv else {
            return String(decoding: try JSONCoding.data(entry, zone: .utc), as: UTF8.self) + "\n"
        }
        let fields = [
            "\(entry.id)", "\(entry.at)", entry.actor, entry.role, entry.token, entry.address, entry.action,
            entry.target, entry.result, entry.status.map { "\($0)" } ?? "", entry.detail,
        ]
        return fields.map(Self.field).joined(separator: ",") + "\r\n"
    }

    /// A text that a spreadsheet would take for a formula is given a quote before it.
    private static func field(_ text: String) -> String {
        let text = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'\(text)" : text
        guard text.contains(where: { "\",\r\n".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

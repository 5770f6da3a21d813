import Engine
import Masking

extension MaskingInspection.Scan {
    /// For people, with rules to copy.
    var text: String {
        let handled = findings.filter(\.isHandled).count
        let share = findings.isEmpty ? 100 : handled * 100 / findings.count
        var lines = [
            "\(database): \(findings.count) of \(columns) columns look personal; \(handled) of them (\(share) %) have a rule"
        ]
        lines += findings.filter { !$0.isHandled }.map { finding in
            "  \(finding.column): \(finding.kind.rawValue), \(Int(finding.confidence * 100)) % sure: "
                + finding.evidence.joined(separator: ", ")
        }
        if !findings.proposedRules.isEmpty { lines += ["", findings.proposedRules] }
        return lines.joined(separator: "\n")
    }
}

extension MaskingInspection.Preview {
    /// For people.
    var text: String {
        let rows = rows.flatMap { pair in
            zip(columns, zip(pair[0], pair[1])).map { name, values in
                "  \(name): \(values.0?.short ?? "NULL") → \(values.1?.short ?? "NULL")"
            } + [""]
        }
        return (["\(database): \(table)"] + rows).joined(separator: "\n")
    }
}

extension String {
    /// The beginning, in one line.
    fileprivate var short: String {
        let line = String(map { $0.isNewline ? " " : $0 })
        return line.count > 60 ? line.prefix(60) + "…" : line
    }
}

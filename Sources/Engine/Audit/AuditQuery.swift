package import FoundationEssentials
import GRDB

/// Which entries of the audit trail are wanted.
package struct AuditQuery: Sendable {
    package var actor: String?
    /// A part of the action or of the target.
    package var text: String?
    package var result: Result?
    package var since: Date?
    package var until: Date?

    /// What came of it.
    package enum Result: String, CaseIterable, Sendable {
        case done, refused, failed
        /// The engine ended before the answer, or has not answered yet.
        case unfinished
    }

    package init(
        actor: String? = nil,
        text: String? = nil,
        result: Result? = nil,
        since: Date? = nil,
        until: Date? = nil
    ) {
        self.actor = actor
        self.text = text
        self.result = result
        self.since = since
        self.until = until
    }

    var request: QueryInterfaceRequest<AuditEntry> {
        var request = AuditEntry.all()
        if let actor { request = request.filter(Column("actor") == actor) }
        if let text {
            request = request.filter(
                literal: SQL(
                    "instr(lower(action || ' ' || target || ' ' || coalesce(detail, '')), \(text.lowercased())) > 0"
                )
            )
        }
        if let since { request = request.filter(Column("at") >= since) }
        if let until { request = request.filter(Column("at") < until) }
        let status = Column("status")
        switch result {
        case .done: return request.filter(status < 400)
        case .refused: return request.filter(status >= 400 && status < 500)
        case .failed: return request.filter(status >= 500)
        case .unfinished: return request.filter(status == nil)
        case nil: return request
        }
    }
}

extension AuditEntry {
    /// What came of it.
    package var result: AuditQuery.Result {
        switch status {
        case nil: .unfinished
        case .some(..<400): .done
        case .some(400..<500): .refused
        case .some: .failed
        }
    }
}

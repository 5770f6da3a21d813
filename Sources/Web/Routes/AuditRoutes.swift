import API
import Engine
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The audit trail, for administrators.
struct AuditRoutes {
    private static let limit = 500

    let audit: AuditTrail

    func add(to router: Router<APIContext>) {
        router.get("/admin/audit") { request, _ in try list(request) }
        router.get("/admin/audit/export") { request, _ in try export(request) }
    }

    private func list(_ request: Request) throws -> JSONAnswer {
        let query = try Query(request)
        let entries = try audit.entries(
            AuditQuery(query),
            before: query.position("before") ?? .max,
            limit: query.count("limit", upTo: Self.limit)
        )
        return JSONAnswer(entries.map { API.AuditEntry($0) })
    }

    /// All of it, the oldest first, read as far as it is sent.
    private func export(_ request: Request) throws -> Response {
        let query = try Query(request)
        guard let format = AuditFormat(rawValue: query["format"] ?? "jsonl") else {
            throw RequestError.badRequest("invalid value for `format`", hint: "Give jsonl or csv.")
        }
        let wanted = try AuditQuery(query)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType,
                .contentDisposition: "attachment; filename=\"dblab-audit.\(format.rawValue)\"",
            ],
            body: ResponseBody { [audit] writer in
                try await writer.write(ByteBuffer(string: format.header))
                var last: Int64 = 0
                while true {
                    let entries = try audit.entries(wanted, after: last, limit: Self.limit)
                    guard let id = entries.last?.id else { break }
                    let text = try entries.map { try format.line(API.AuditEntry($0)) }.joined()
                    try await writer.write(ByteBuffer(string: text))
                    last = id
                }
                try await writer.finish(nil)
            }
        )
    }
}

extension AuditQuery {
    init(_ query: Query) throws {
        self.init(
            actor: query["actor"],
            text: query["text"],
            since: try query.time("since"),
            until: try query.time("until")
        )
        guard let text = query["result"] else { return }
        result = Result(rawValue: text)
        guard result != nil else {
            let results = Result.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError.badRequest("invalid value for `result`", hint: "Give one of \(results).")
        }
    }
}

extension API.AuditEntry {
    init(_ entry: DomainAuditEntry) {
        self.init(
            id: entry.id ?? 0,
            at: Timestamp(entry.at),
            actor: entry.actor,
            role: entry.role?.rawValue ?? "",
            token: entry.token ?? "",
            address: entry.address,
            action: entry.action,
            target: entry.target,
            result: entry.result.rawValue,
            status: entry.status,
            detail: entry.detail ?? ""
        )
    }
}

import API
import Postgres
import StorageConformance
import Testing

/// A source of its own for one test, whose files are copied.
enum Primary {
    /// Makes the primary, and a site on it.
    /// - Parameter options: further lines of the options of `physicalRestore`.
    static func with(
        _ kind: TestPool.Kind = .btrfs,
        options: String = "",
        slot: String? = nil,
        snapshot: String = "",
        provision: String = "",
        complaints: [String] = [],
        _ body: (Site, Source) async throws -> Void
    ) async throws {
        try await Source.with { source in
            try await source.execute("CREATE ROLE dblab_sync LOGIN REPLICATION PASSWORD '\(Source.password)'")
            let retrieval = retrieval(of: source, options: options, slot: slot, snapshot: snapshot)
            try await Source.$current.withValue(source) {
                let options = Site.Options(
                    retrieval: retrieval,
                    provision: provision,
                    expectedComplaints: complaints
                )
                try await Site.with(kind, options) { site in try await body(site, source) }
            }
        }
    }

    /// A standby that is looked at each second.
    static let sync = "sync: {enabled: true, healthCheck: {interval: 1, maxRetries: 5}}"

    static func retrieval(
        of source: Source,
        options: String = "",
        slot: String? = nil,
        snapshot: String = ""
    ) -> String {
        let slot = slot.map { ", slot: \($0)" } ?? ""
        return """
            retrieval:
              jobs: [physicalRestore, physicalSnapshot]
              spec:
                physicalRestore:
                  options:
                    tool: pg_basebackup
                    source:
                      connection:
                        host: 127.0.0.1
                        port: \(source.port)
                        dbname: postgres
                        username: dblab_sync
                        password: \(Source.password)
                    pgBasebackup: {checkpoint: fast\(slot)}
                    \(options)
                physicalSnapshot:
                  options: {\(snapshot)}
            """
    }
}

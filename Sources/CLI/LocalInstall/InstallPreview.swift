import API

/// A proposal as people read it before they agree.
struct InstallPreview {
    let proposal: SourceProposal

    var lines: [String] {
        let source = proposal.source
        let rows: [(String, String)] = [
            ("Source", "\(source.username)@\(source.host):\(source.port)/\(source.dbname)"),
            ("Provider", proposal.detectedProvider),
            ("PostgreSQL", "\(proposal.pgMajorVersion)" + installed),
            ("Collation", proposal.collationVersion),
            ("Docker image", proposal.resolvedImage),
            ("shared_buffers", proposal.sharedBuffers),
            ("Databases", proposal.databases.joined(separator: ", ")),
            ("Preload libs", proposal.sharedPreloadLibraries),
        ]
        return ["Proposed configuration:"] + rows.filter { !$0.1.isEmpty }.map(Self.line)
            + (proposal.warnings ?? []).map { "  Warning: \($0)" }
    }

    private var installed: String {
        guard let installed = proposal.installedMajorVersion, installed != proposal.pgMajorVersion else { return "" }
        return ", restored into \(installed)"
    }

    private static func line(_ name: String, _ value: String) -> String {
        "  " + (name + ":" + String(repeating: " ", count: max(1, 16 - name.count))) + value
    }
}

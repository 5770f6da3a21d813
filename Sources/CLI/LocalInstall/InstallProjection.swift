import API

/// A proposal as the body of `POST /admin/config`.
struct InstallProjection {
    let value: JSONValue

    /// - Parameter present: the configuration now, whose other settings of clones stay.
    init(_ proposal: SourceProposal, url: String, password: String?, present: JSONValue) {
        var settings: [String: JSONValue] = [:]
        if case .object(let fields)? = present["databaseConfigs"]?["configs"] { settings = fields }
        settings.merge(proposal.queryTuning.mapValues { .string($0) }) { _, new in new }
        settings["shared_buffers"] = .string(proposal.sharedBuffers)
        if !proposal.sharedPreloadLibraries.isEmpty {
            settings["shared_preload_libraries"] = .string(proposal.sharedPreloadLibraries)
        }
        var source: [String: JSONValue] = ["connectionString": .string(url)]
        if let password { source["connection"] = ["password": .string(password)] }
        let databases = JSONValue.object(Dictionary(proposal.databases.map { ($0, [:]) }) { first, _ in first })
        let options: JSONValue = ["source": .object(source), "databases": databases]
        var fields: [String: JSONValue] = [
            "retrievalMode": "logical", "databaseConfigs": ["configs": .object(settings)],
            "retrieval": ["spec": ["logicalDump": ["options": options]]],
        ]
        if !proposal.resolvedImage.isEmpty {
            fields["databaseContainer"] = ["dockerImage": .string(proposal.resolvedImage)]
        }
        value = .object(fields)
    }
}

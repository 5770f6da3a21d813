import FoundationEssentials
import SystemPackage
import Tooling

/// Runs SQL of the configuration on the restored data: masking, clean-up.
package struct RunQueries: RetrievalStage {
    package let name: String
    let queries: QueryPreprocessing
    let settings: LogicalSettings

    package init(_ name: String, _ queries: QueryPreprocessing, settings: LogicalSettings) {
        self.name = name
        self.queries = queries
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        guard !queries.isEmpty else { return }
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let files = try self.files()
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("\(files.count) files")
        try await run(files[...], on: server, meter)
        if let inline = queries.inline, !inline.isEmpty { try await run(inline, called: "inline", on: server) }
    }

    /// In order of their names; at most `maxParallelWorkers` at once.
    private func run(_ files: ArraySlice<FilePath>, on server: TargetServer, _ meter: ProgressMeter) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, file) in files.enumerated() {
                if index >= max(1, queries.maxParallelWorkers ?? 2) { try await group.next() }
                group.addTask {
                    let name = file.lastComponent?.string ?? ""
                    meter.say(name)
                    try await run(try text(of: file), called: name, on: server)
                }
            }
            try await group.waitForAll()
        }
    }

    private func run(_ sql: String, called name: String, on server: TargetServer) async throws {
        let tool = server.tool("psql", database: settings.database)
        do {
            try await tool.run(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", "-"], input: sql)
        } catch let failure as ToolFailure {
            throw EngineError(
                .failedPrecondition,
                "\(self.name): the query \(name) failed",
                detail: failure.shortDescription,
                hint: "Correct it in queryPreprocessing and refresh again."
            )
        }
    }

    private func text(of file: FilePath) throws -> String {
        guard let data = FileManager.default.contents(atPath: file.string) else {
            throw EngineError(.invalidArgument, "queryPath: \(file) cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func files() throws -> [FilePath] {
        guard let path = queries.queryPath, !path.isEmpty else { return [] }
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw EngineError(.invalidArgument, "queryPath: there is no \(path)")
        }
        guard isDirectory else { return [FilePath(path)] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .filter { $0.hasSuffix(".sql") }.map { FilePath(path).appending($0) }
    }
}

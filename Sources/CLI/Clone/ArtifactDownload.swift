import API
import ArgumentParser
import FoundationEssentials

/// `dblab clone download-artifact`.
struct ArtifactDownload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download-artifact",
        abstract: "Download a file of a session of observation."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @OptionGroup var observed: ObservedSession
    @Option(help: "The kind of artifact, such as pg_stat_database.") var artifactType: String?
    @Option(help: "The file to write, also by --output and -o as in DBLab; ./TYPE.json by default.") var file: String?

    func run() async throws {
        let (clone, session) = try observed.checked()
        guard let artifactType, !artifactType.isEmpty else { throw CommandError.usage("--artifact-type is required") }
        guard artifactType.utf8.allSatisfy({ (97...122).contains($0) || $0 == 0x5F || (48...57).contains($0) }) else {
            throw CommandError.usage("--artifact-type \"\(artifactType.prefix(60))\" is not the name of an artifact")
        }
        let path = file ?? "./\(artifactType).json"
        try await Connection.run(global) { client, _ in
            let data = try await client.observationArtifact(artifactType, clone: clone, session: session)
            do {
                try data.write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw CommandError.failed("cannot write \(path): \(error)")
            }
            Output.text("The file has been successfully downloaded: \(path)")
        }
    }
}

import SystemPackage
import Tooling

/// Looks for texts in all files of a directory.
struct ResidueSearch {
    let texts: [String]

    init(_ texts: [String]) { self.texts = texts }

    /// Paths of files with one of the texts.
    func files(in directory: FilePath) async throws -> [String] {
        do {
            let found = try await Tool("grep").run(["-rlaF"] + texts.flatMap { ["-e", $0] } + [directory.string])
            return found.split(separator: "\n").map(String.init)
        } catch let failure as ToolFailure where failure.output.isEmpty {
            // It fails when it finds nothing.
            return []
        }
    }
}

package import FoundationEssentials
import Glibc
package import SystemPackage
import Tooling

/// The files of sessions: one directory for each, which only the engine may enter.
package struct ArtifactStore: Sendable {
    package let directory: FilePath
    /// Bytes of one file at most.
    package var fileLimit = 4 << 20

    package init(directory: FilePath) { self.directory = directory }

    /// Makes the directory of a session anew.
    func prepare(_ observation: Int64) throws {
        try PrivateFile.makeDirectory(directory, account: nil)
        try remove(observation)
        try PrivateFile.makeDirectory(place(of: observation), account: nil)
    }

    /// Keeps an artifact; one that was kept before is replaced as a whole.
    func write(_ json: Data, as type: ArtifactType, of observation: Int64) throws {
        try PrivateFile.makeDirectory(directory, account: nil)
        try PrivateFile.makeDirectory(place(of: observation), account: nil)
        let file = place(of: observation).appending(type.fileName)
        let draft = FilePath(file.string + ".new")
        try PrivateFile.write(json, to: draft)
        guard rename(draft.string, file.string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// What was kept; `nil` if there is nothing.
    package func read(_ type: ArtifactType, of observation: Int64) throws -> Data? {
        let file = place(of: observation).appending(type.fileName)
        guard FileManager.default.fileExists(atPath: file.string) else { return nil }
        return try Data(contentsOf: URL(filePath: file.string))
    }

    /// Removes the directory of a session; one that is not there is no error.
    func remove(_ observation: Int64) throws {
        guard let name = place(of: observation).lastComponent,
            let parent = try? FileDescriptor.open(directory, .readOnly, options: [.directory, .noFollow, .closeOnExec])
        else { return }
        try parent.closeAfter { try TreeRemoval.remove(name, in: parent) }
    }

    private func place(of observation: Int64) -> FilePath { directory.appending("\(observation)") }
}

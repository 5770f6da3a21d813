import Engine
import Foundation
import SystemPackage
import Testing

@Suite struct DatasetMirrorTests {
    @Test func aMirrorComesBackAndOnlyItsOwnerReadsIt() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("dblab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let dataset = FilePath(directory.path)
        #expect(try DatasetMirror.read(from: dataset) == nil)

        var clone = try Fixture.clone()
        clone.createdAt = Date(timeIntervalSince1970: 1_767_225_600)
        clone.requestedAt = clone.createdAt
        try DatasetMirror.clone(clone).write(to: dataset)
        #expect(try DatasetMirror.read(from: dataset) == .clone(clone))

        let file = DatasetLayout.mirrorFile(in: dataset).string
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}

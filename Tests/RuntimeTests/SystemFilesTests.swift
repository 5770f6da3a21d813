import Foundation
import Glibc
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// What sandboxed servers see of `/etc`.
@Suite struct SystemFilesTests {
    @Test func copiesFollowTheFiles() throws {
        let files = FileManager.default
        let place = FilePath(files.temporaryDirectory.path).appending("dblab-test-\(UUID().uuidString)")
        let (origin, copies) = (place.appending("etc"), place.appending("copies"))
        try files.createDirectory(atPath: origin.appending("alternatives").string, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: place.string) }
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: origin.appending(name).string))
        }
        func link(_ name: String, to target: String) throws {
            try files.createSymbolicLink(atPath: origin.appending(name).string, withDestinationPath: target)
        }
        func inode(_ name: String) -> ino_t {
            var status = stat()
            return lstat(copies.appending(name).string, &status) == 0 ? status.st_ino : 0
        }
        try write("root:x:0:", "group")
        try write("secret", "shadow")
        try link("localtime", to: "/usr/share/zoneinfo/Etc/UTC")
        try link("alternatives/awk", to: "/usr/bin/mawk")
        let system = SystemFiles(directory: copies, origin: origin)
        try system.update()
        #expect(
            try files.contentsOfDirectory(atPath: copies.string).sorted() == ["alternatives", "group", "localtime"]
        )
        #expect(
            try files.destinationOfSymbolicLink(atPath: copies.string + "/localtime") == "/usr/share/zoneinfo/Etc/UTC"
        )
        let before = ["alternatives", "group", "localtime"].map(inode)
        try system.update()
        #expect(["alternatives", "group", "localtime"].map(inode) == before, "what is alike stays")

        try write("root:x:0:\nann:x:1000:", "group")
        try link("alternatives/vi", to: "/usr/bin/vim")
        try files.removeItem(atPath: origin.appending("localtime").string)
        try system.update()
        #expect(try String(contentsOfFile: copies.string + "/group", encoding: .utf8).contains("ann"))
        #expect(try files.contentsOfDirectory(atPath: copies.string + "/alternatives").sorted() == ["awk", "vi"])
        #expect(try files.contentsOfDirectory(atPath: copies.string).sorted() == ["alternatives", "group"])
    }

    @Test func programsKnowNamesAndTheTime() async throws {
        try await Keeper.bubblewrap.withServer { laboratory, server in
            let seen = try await laboratory.output(of: "ls -A /etc /etc/ssl", in: server)
            #expect(!seen.contains("shadow") && seen.contains("passwd") && seen.contains("openssl.cnf"))
            let user = try await laboratory.output(of: "getent passwd $(id -u)", in: server)
            #expect(user.hasPrefix("\(ClusterTemplate.account?.name ?? "root"):"))
            let zone = try FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
            #expect(
                try await laboratory.output(of: "readlink -f /etc/localtime", in: server).hasSuffix(
                    zone.split(separator: "/").last ?? ""
                )
            )
            let said = try await laboratory.output(
                of: "(echo x >> /etc/group) 2> /dev/null || echo refused",
                in: server
            )
            #expect(said == "refused")
        }
    }

    /// Files in memory are the machine's memory.
    @Test(arguments: ["/dev/shm", "/tmp"])
    func filesInMemoryHaveALimit(_ path: String) async throws {
        try await Keeper.bubblewrap.withServer { laboratory, server in
            let size = try await laboratory.output(
                of: "df --block-size=1 --output=size \(path) | tail -n 1",
                in: server
            )
            let bytes = try #require(Int(size.trimmingCharacters(in: .whitespaces)))
            #expect(bytes >= 1 << 30 && bytes <= max(1 << 30, Machine.memory / 8 + 1 << 20))
        }
    }
}

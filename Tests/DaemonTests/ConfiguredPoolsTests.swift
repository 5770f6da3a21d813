import FoundationEssentials
import Storage
import SystemPackage
import Testing

@testable import Daemon

@Suite struct ConfiguredPoolsTests {
    private static func section(_ directory: FilePath, selected: String = "") -> ServerConfiguration.PoolManager {
        ServerConfiguration.PoolManager(
            mountDir: directory.string,
            selectedPool: selected,
            driver: "copy",
            zfsDataset: "",
            reserve: ""
        )
    }

    private static func mark(_ directory: FilePath) throws {
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: directory.appending(".dblab-pool.json").string))
    }

    @Test func missingOrEmptyDirectoryIsThePool() async throws {
        try await withTemporaryDirectory { directory in
            let pools = try ConfiguredPools(Self.section(directory))
            #expect(pools.selected.directory == directory)
            #expect(pools.selected.name == directory.lastComponent?.string)
            #expect(pools.selected.driver == .copy)
            #expect(pools.others.isEmpty)
            let missing = try ConfiguredPools(Self.section(directory.appending("missing")))
            #expect(missing.selected.name == "missing")
        }
    }

    @Test func markedDirectoryIsThePool() async throws {
        try await withTemporaryDirectory { directory in
            try Self.mark(directory)
            try FileManager.default.createDirectory(
                atPath: directory.appending("datasets").string,
                withIntermediateDirectories: true
            )
            #expect(try ConfiguredPools(Self.section(directory)).selected.directory == directory)
        }
    }

    @Test func onlyMarkedChildIsSelected() async throws {
        try await withTemporaryDirectory { directory in
            try Self.mark(directory.appending("one"))
            try FileManager.default.createDirectory(
                atPath: directory.appending("other").string,
                withIntermediateDirectories: true
            )
            let pools = try ConfiguredPools(Self.section(directory))
            #expect(pools.all.map(\.name) == ["one"])
            #expect(pools.selected.directory == directory.appending("one"))
        }
    }

    @Test func severalChildrenTakeTurnsUnlessOneIsNamed() async throws {
        try await withTemporaryDirectory { directory in
            try Self.mark(directory.appending("one"))
            try Self.mark(directory.appending("two"))
            let all = try ConfiguredPools(Self.section(directory))
            #expect(all.all.map(\.name) == ["one", "two"] && !all.isPinned)
            let pools = try ConfiguredPools(Self.section(directory, selected: "two"))
            #expect(pools.all.map(\.name) == ["two", "one"] && pools.isPinned)
            #expect(pools.others.first?.driver == nil, "its marker says which driver it has")
        }
    }

    @Test func childrenWithoutPoolsAreAnError() async throws {
        try await withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(
                atPath: directory.appending("photos").string,
                withIntermediateDirectories: true
            )
            let error = #expect(throws: ConfigurationError.self) { try ConfiguredPools(Self.section(directory)) }
            #expect(error?.description.contains("dblab-server pool create") == true)
        }
    }

    @Test func mountPointsAreToldFromDirectories() {
        #expect(MountPoint.isMountPoint("/proc"))
        #expect(MountPoint.isMountPoint("/"))
        #expect(!MountPoint.isMountPoint("/usr/bin"))
        #expect(!MountPoint.isMountPoint("/does/not/exist"))
    }
}

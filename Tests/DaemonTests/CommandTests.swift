import ArgumentParser
import Storage
import SystemPackage
import Testing

@testable import Daemon

@Suite struct CommandTests {
    @Test func poolPlacesAreRead() throws {
        let place = try PoolPlace.parse(["/srv/pool", "--driver", "xfs"])
        guard case .file(let file, let size, let system) = place.creation(size: 5).medium else {
            Issue.record("not a file")
            return
        }
        #expect(file == "/srv/pool.xfs")
        #expect(size == 5)
        #expect(system == .xfs)
        #expect(try PoolPlace.parse(["--directory", "/srv/pool"]).directory == "/srv/pool")
    }

    @Test(arguments: [
        [], ["relative"], ["/a", "--directory", "/b"], ["/a", "--driver", "zfs"], ["/a", "--driver", "ext4"],
        ["/a", "--file", "/f", "--device", "/d"], ["/a", "--file", "f"],
    ])
    func impossiblePlacesAreRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try PoolPlace.parse(arguments) }
    }

    @Test func freeSpaceIsThatOfTheNearestDirectory() {
        // Of a file system whose room others do not change meanwhile.
        #expect(FreeSpace.bytes(at: "/proc/does/not/exist") == 0)
        #expect(FreeSpace.bytes(at: "/tmp/does/not/exist") > 0)
    }
}

import StorageConformance
import SystemPackage
import Testing
import Tooling

@testable import Storage

/// Unmounting what somebody works in.
@Suite(.enabled(if: TestPool.Kind.xfs.isAvailable, TestPool.Kind.xfs.reason)) struct UnmountingTests {
    @Test func whoHoldsItIsNamed() async throws {
        try await TestPool.with(.xfs) { pool in
            let place = pool.directory.appending("place")
            try place.makeDirectory()
            let file = place.appending("file")
            try file.write("x")
            let descriptor = try FileDescriptor.open(file, .readOnly, options: .closeOnExec)
            let error = await #expect(throws: StorageError.self) {
                try await Unmounting.unmount(pool.directory, waitingFor: .zero)
            }
            try descriptor.close()
            #expect(error?.message.contains("has \(file) open") == true, "\(error.map { "\($0)" } ?? "no error")")
            #expect(MountHolders(of: pool.directory).all == [])
            #expect(try MountTable.current().mount(at: pool.directory) != nil)
        }
    }

    @Test func mountsInsideAreNamed() async throws {
        try await TestPool.with(.xfs) { pool in
            let place = pool.directory.appending("inner")
            try place.makeDirectory()
            try await Tool("mount")("-t", "tmpfs", "none", place.string)
            let holders = MountHolders(of: pool.directory)
            try await Unmounting.unmount(place)
            #expect(holders.description == "a file system is mounted at \(place)")
        }
    }

    @Test func whatIsNotMountedIsNotInUse() async throws {
        let error = await #expect(throws: StorageError.self) { try await Unmounting.unmount("/nowhere/at/all") }
        #expect(error?.code == .unavailable)
    }
}

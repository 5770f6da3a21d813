import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// `dblab-server pool create` and `pool remove`, as an operator types them.
@Suite(.enabled(if: TestPool.Kind.btrfs.isAvailable, TestPool.Kind.btrfs.reason)) struct PoolCommandTests {
    @Test(
        .enabled(if: TestPool.Kind.xfs.isAvailable, TestPool.Kind.xfs.reason),
        arguments: ["btrfs", "xfs"]
    )
    func aFileHoldsAPool(_ driver: String) async throws {
        try await OperatorsPlace.with { place in
            let said = try await place.run("create", "--driver", driver, "--size", "320M")
            #expect(said.contains("is ready"))
            #expect(try await place.open().kind == (driver == "btrfs" ? .btrfs : .reflink))
            try await expectPersistence(of: place) { try await place.run("create", "--driver", driver) }
            try await place.run("remove", "--driver", driver, "--discard-content")
            #expect(try place.directory.names() == ["fstab"])
            #expect(try place.fstab.text() == OperatorsPlace.othersLines)
            try await place.run("remove", "--driver", driver)
        }
    }

    @Test func aDeviceHoldsAPool() async throws {
        try await OperatorsPlace.with { place in
            let device = try await place.makeDevice()
            try await place.run("create", "--device", device)
            #expect(
                try place.fstab.text().contains("\(device) \(place.pool.string.replacing(" ", with: "\\040")) btrfs")
            )
            try await expectPersistence(of: place) { try await place.run("create", "--device", device) }
            #expect(try await place.refusal("remove").contains("Something else is mounted"))
            try await place.run("remove", "--device", device, "--discard-content")
            #expect(try place.fstab.text() == OperatorsPlace.othersLines)
            #expect(!place.pool.isPresent)
            try await place.run("create", "--device", device)
            #expect(try await place.datasets() == ["kept"], "a device keeps its content")
            try await place.run("remove", "--device", device, "--discard-content")
        }
    }

    @Test func itMayBelongToAnAccount() async throws {
        try await OperatorsPlace.with { place in
            let reason = try await place.refusal("create", "--size", "320M", "--owner", "nobody-of-that-name")
            #expect(reason.contains("no account \"nobody-of-that-name\""))
            #expect(!place.pool.isPresent)
            try await place.run("create", "--size", "320M", "--owner", "postgres")
            try await place.restartMachine()
            #expect(try await Tool("stat")("-c", "%U", place.pool.string) == "postgres\n")
            try await place.run("remove")
        }
    }

    @Test func aDeviceInUseIsRefused() async throws {
        try await OperatorsPlace.with { first in
            let device = try await first.makeDevice()
            try await first.run("create", "--device", device)
            try await OperatorsPlace.with { second in
                let reason = try await second.refusal("create", "--device", device)
                #expect(reason.contains("The device \(device) cannot be had") && reason.contains("busy"))
            }
            try await first.run("remove", "--device", device)
        }
    }

    @Test func whatDBLabDidNotMakeIsRefused() async throws {
        try await OperatorsPlace.with { place in
            let device = try await place.makeDevice(formatted: "mkfs.ext4", "-q")
            #expect(try await place.refusal("create", "--device", device).contains("already holds ext4"))
            let disk = place.directory.appending("disk").string
            #expect(try await place.refusal("create", "--file", disk).contains("already holds ext4"))
            #expect(try await place.refusal("create", "--device", disk).contains("is no block device"))
            #expect(try await place.refusal("create", "--device", "/dev/nowhere").contains("There is no device"))
            let letter = place.directory.appending("letter")
            try letter.write("Dear Ann,\n")
            #expect(try await place.refusal("create", "--file", letter.string).contains("already holds something"))
            #expect(try await place.refusal("remove", "--file", letter.string).contains("DBLab did not make"))
            #expect(try letter.text() == "Dear Ann,\n")
        }
    }

    @Test func aDirectoryThatIsNotFreeIsRefused() async throws {
        try await OperatorsPlace.with { place in
            try place.pool.makeDirectory()
            try place.pool.appending("mine").write("x")
            #expect(try await place.refusal("create", "--size", "320M").contains("is not empty (mine)"))
            try place.pool.appending("mine").removeAll()
            try await Tool("mount")("-t", "tmpfs", "none", place.pool.string)
            #expect(try await place.refusal("create", "--size", "320M").contains("Something else is mounted"))
            #expect(try await place.refusal("remove").contains("Something else is mounted"))
            try await Tool("umount")(place.pool.string)
        }
    }

    @Test func anImpossibleSizeIsRefused() async throws {
        try await OperatorsPlace.with { place in
            #expect(try await place.refusal("create", "--size", "10M").contains("too small"))
            #expect(try await place.refusal("create", "--size", "8000000G").contains("does not fit"))
            let reason = try await place.refusal("create", "--size", "many")
            #expect(reason.contains("--size"))
        }
    }

    /// The pool is there after another `create` and after a restart, with what was put into it, and is not removed so.
    private func expectPersistence(of place: OperatorsPlace, _ createAgain: () async throws -> String) async throws {
        try await place.open().driver.createDataset(#require(DatasetName("kept")))
        let list = try place.fstab.text()
        _ = try await createAgain()
        #expect(try place.fstab.text() == list)
        try await place.restartMachine()
        #expect(try await place.datasets() == ["kept"])
        try await Tool("umount")(place.pool.string)
        _ = try await createAgain()
        #expect(try await place.datasets() == ["kept"])
    }
}

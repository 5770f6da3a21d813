import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// A directory in which an operator makes and removes pools by the real command, with a list of mounts of its own.
struct OperatorsPlace {
    let directory: FilePath
    let cleanUp: CleanUp
    var pool: FilePath { directory.appending("the pool") }
    var fstab: FilePath { directory.appending("fstab") }

    static let othersLines = "# others' lines\n"

    /// Makes it, and takes it down when `body` ends.
    static func with(_ body: (OperatorsPlace) async throws -> Void) async throws {
        try await CleanUp.after { cleanUp in
            let place = OperatorsPlace(directory: try FilePath.makeTemporaryDirectory(), cleanUp: cleanUp)
            cleanUp.add { try place.directory.removeAll() }
            try place.fstab.write(othersLines)
            cleanUp.add { _ = try? await Tool("umount")("-q", place.pool.string) }
            try await body(place)
        }
    }

    /// Runs `dblab-server pool VERB` on the pool's directory.
    @discardableResult
    func run(_ verb: String, _ arguments: String...) async throws -> String {
        try await run(verb, arguments)
    }

    /// Runs it, and answers why it refused; the machine is as before.
    func refusal(_ verb: String, _ arguments: String...) async throws -> String {
        let before = try (directory.names(), fstab.text())
        let failure = await #expect(throws: ToolFailure.self) { try await run(verb, arguments) }
        #expect(try (directory.names(), fstab.text()) == before, "a refusal changes nothing")
        return failure?.output ?? ""
    }

    /// The machine starts again: what was mounted is mounted by the list.
    func restartMachine() async throws {
        try await Tool("umount")(pool.string)
        try await Tool("mount")("--fstab", fstab.string, pool.string)
    }

    /// The pool, as the engine opens it.
    func open() async throws -> StoragePool {
        try await StorageDrivers.open(PoolConfiguration(name: "test", directory: pool))
    }

    func datasets() async throws -> [String] {
        try await open().driver.inventory().datasets.map(\.description).sorted()
    }

    /// An empty block device: a loop device, given as a whole.
    func makeDevice(formatted format: String...) async throws -> String {
        let image = directory.appending("disk")
        try image.createSparse(size: 400 << 20)
        if let program = format.first { try await Tool(program).run(Array(format.dropFirst()) + [image.string]) }
        let device = try await Tool("losetup")("--find", "--show", image.string).filter { !$0.isNewline }
        cleanUp.add { try await Tool("losetup")("--detach", device) }
        return device
    }

    private func run(_ verb: String, _ arguments: [String]) async throws -> String {
        try await Tool(Programs.server.string)
            .run(["pool", verb, pool.string, "--fstab", fstab.string] + arguments)
    }
}

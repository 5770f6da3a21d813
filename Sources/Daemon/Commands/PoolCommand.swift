import ArgumentParser
import Storage
import SystemPackage
import Tooling

/// Makes and removes places for pools.
struct PoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool",
        abstract: "Make a place that clones in constant time.",
        subcommands: [Create.self, Remove.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a pool on a file (Btrfs by default), on an empty device or as a ZFS dataset, and mount it."
        )

        @OptionGroup var place: PoolPlace

        @Option(help: "The size of the file, such as 20G; by default four fifths of the free space.")
        var size: ByteSize?

        @Option(help: "The account that an engine without root runs as: the pool is to be its own.")
        var owner: String?

        func run() async throws {
            try Account.requireRoot(to: "mount a pool")
            let owner = try owner.map { try Account.required($0) }
            try await place.creation(size: size?.bytes ?? place.freeSpace / 5 * 4, owner: owner).create()
            print("pool at \(place.directory) is ready; name it in the configuration: poolManager.mountDir")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Unmount a pool, and remove its file or ZFS dataset; a device keeps its content."
        )

        @OptionGroup var place: PoolPlace

        @Flag(help: "Remove it although there are datasets and snapshots in it.")
        var discardContent = false

        func run() async throws {
            try Account.requireRoot(to: "unmount a pool")
            try await place.creation(size: 0).remove(discardsContent: discardContent)
            print("pool at \(place.directory) is removed")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the pools of the configuration with driver, space and content."
        )

        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            for pool in try ConfiguredPools(file.load().poolManager).all {
                let opened = try await StorageDrivers.open(pool)
                let space = try await opened.space()
                let inventory = try await opened.driver.inventory()
                print(
                    "\(opened.name)\t\(opened.directory)\t\(opened.kind.rawValue)\t\(ByteSize(bytes: space.free)) free of "
                        + "\(ByteSize(bytes: space.size))\t\(inventory.datasets.count) datasets, "
                        + "\(inventory.snapshots.count) snapshots"
                )
            }
        }
    }
}

extension Account {
    /// - Throws: `ValidationError` if there is none of that name.
    fileprivate static func required(_ name: String) throws -> Account {
        guard let account = Account(named: name) else {
            throw ValidationError("--owner: there is no account \"\(name)\" on this machine")
        }
        return account
    }

    /// - Throws: `ValidationError` that names the remedy.
    fileprivate static func requireRoot(to action: String) throws {
        guard processIsRoot else { throw ValidationError("only root may \(action): run it with sudo") }
    }
}

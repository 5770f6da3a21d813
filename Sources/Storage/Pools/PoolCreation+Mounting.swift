import Glibc
import SystemPackage
import Tooling

extension PoolCreation {
    /// Makes sure that the directory is empty or not there yet, or that the pool is mounted there already.
    func checkDirectory(source: FilePath) throws {
        try checkMount(of: source)
        guard try !isMounted(), try directory.status() != nil else { return }
        guard try directory.isDirectory() else {
            throw StorageError(.unavailable, "\(directory) is no directory. Name another one for the pool.")
        }
        let content = try directory.entries().filter { $0 != PoolPlaceholder.fileName }
        guard content.isEmpty else {
            throw StorageError(
                .unavailable,
                "The directory \(directory) is not empty (\(content.sorted().prefix(3).joined(separator: ", "))). "
                    + "Give the pool an empty one."
            )
        }
    }

    /// Makes sure that nothing else than the pool is mounted at the directory.
    func checkMount(of source: FilePath) throws {
        guard let mounted = try mountedSources() else { return }
        guard mounted.contains(source.resolved()) else {
            throw StorageError(
                .unavailable,
                "Something else is mounted at \(directory): \(mounted[0]). Unmount it (umount \(directory)), or name what "
                    + "the pool lies on with --file or --device."
            )
        }
    }

    func prepareDirectory() throws {
        guard try !isMounted() else { return }
        try directory.makeDirectories(mode: 0o755)
        try PoolPlaceholder.create(at: directory)
    }

    func mount(_ source: FilePath, _ system: FileSystem, options: [String]) async throws {
        let entry = MountList.Entry(
            source: source.string,
            directory: directory,
            type: system.rawValue,
            options: options + system.mountOptions + ["nofail"]
        )
        try changeMountList { try $0.set(entry) }
        guard try !isMounted() else { return }
        do {
            try await Tool("mount")("--fstab", mountList.string, directory.string)
        } catch let failure as ToolFailure {
            throw StorageError(.unavailable, "Cannot mount the pool at \(directory)", cause: failure)
        }
    }

    func unmount() async throws {
        if try isMounted() { try await Unmounting.unmount(directory) }
        try changeMountList { $0.remove(directory) }
        try directory.appending(PoolPlaceholder.fileName).removeTree(Cancellation())
        // Somebody may have put other things there; those stay.
        rmdir(directory.string)
    }

    /// - Throws: ``StorageError`` with code `inUse` if there are datasets or snapshots in the pool.
    func checkEmpty() throws {
        let trees = try ["datasets", "snapshots"].map { directory.appending($0) }.filter { try $0.isDirectory() }
        let names = try trees.flatMap { try $0.entries() }.sorted()
        guard !names.isEmpty else { return }
        throw StorageError(
            .inUse(by: names),
            "The pool at \(directory) still holds \(names.count) datasets and snapshots (\(names.prefix(5).joined(separator: ", ")))."
        )
    }

    func chown(_ path: FilePath, _ account: Account) -> Int32 {
        Glibc.chown(path.string, account.userID, account.groupID)
    }

    func isMounted() throws -> Bool {
        try MountTable.current().mount(at: directory) != nil
    }

    /// The device that is mounted at the directory, and the file behind it if it is a loop device; `nil` if nothing is.
    private func mountedSources() throws -> [FilePath]? {
        guard let source = try MountTable.current().mount(at: directory)?.source else { return nil }
        guard source.hasPrefix("/dev/loop") else { return [FilePath(source).resolved()] }
        let file = FilePath("/sys/block/\(source.dropFirst("/dev/".count))/loop/backing_file")
        let backing = try file.readText()?.split(separator: "\n").first.map { FilePath(String($0)).resolved() }
        return [FilePath(source)] + (backing.map { [$0] } ?? [])
    }

    private func changeMountList(_ change: (inout MountList) throws -> Void) throws {
        let before = MountList(try mountList.readText() ?? "")
        var after = before
        try change(&after)
        if after != before { try mountList.replaceContent(Array(after.text.utf8)) }
    }
}

extension PoolCreation.FileSystem {
    /// Reading a file must not write to it, since clones share what is not written; removal must not need root.
    var mountOptions: [String] {
        switch self {
        case .btrfs: ["noatime", "user_subvol_rm_allowed"]
        case .xfs: ["noatime"]
        }
    }
}

import Glibc
import SystemPackage
import Tooling

/// A file or device that holds the file system of a pool.
struct PoolImage {
    let path: FilePath
    let system: PoolCreation.FileSystem

    /// The file system's label, by which what we formatted is known.
    private static let label = "dblab"

    /// The file while it is being formatted.
    static func partial(_ path: FilePath) -> FilePath { FilePath(path.string + ".partial") }

    /// Smaller ones cannot be formatted, or hold nothing.
    private static let minimumSize = 300 << 20

    /// Makes sure that ``create(size:)`` will find nothing in its way.
    func checkFile(size: Int) async throws {
        if try path.status() != nil { return try await checkOurs() }
        guard size >= Self.minimumSize else {
            throw StorageError(
                .unavailable,
                "A pool of \(size >> 20) MiB is too small. Give it at least \(Self.minimumSize >> 20) MiB by --size."
            )
        }
        try checkSpace(for: size)
    }

    /// Makes sure that the path is a block device that nobody else uses, and that it is empty or ours.
    func checkDevice(isMounted: Bool) async throws {
        guard let status = try path.resolved().status() else {
            throw StorageError(.notFound, "There is no device \(path).")
        }
        guard status.st_mode & S_IFMT == S_IFBLK else {
            throw StorageError(.unavailable, "\(path) is no block device. For a pool on a file use --file.")
        }
        if !isMounted { try checkUnused() }
        if try await probe() != nil { try await checkOurs() }
    }

    /// The kernel opens a device for nobody exclusively while it is mounted or part of another.
    private func checkUnused() throws {
        let descriptor = open(path.string, O_RDONLY | O_EXCL | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        throw StorageError(
            .inUse(by: [path.string]),
            "The device \(path) cannot be had: \(Errno(rawValue: errno)). To see what uses it: lsblk \(path)"
        )
    }

    /// Creates a sparse file with an empty file system, which gets its name only once it is whole.
    func create(size: Int) async throws {
        if try path.status() != nil { return try await checkOurs() }
        let partial = Self.partial(path)
        try partial.removeTree(Cancellation())
        try partial.removingLastComponent().makeDirectories(mode: 0o755)
        try partial.withDescriptor(O_WRONLY | O_CREAT | O_EXCL, mode: 0o600) {
            try checked(ftruncate($0, off_t(size)), "set the size of \(partial)")
        }
        try await format(partial)
        try partial.synchronize()
        try checked(rename(partial.string, path.string), "rename \(partial)")
        try path.removingLastComponent().synchronize()
    }

    /// Formats a device that holds nothing yet.
    func formatDevice() async throws {
        if try await probe() != nil { return try await checkOurs() }
        try await format(path)
    }

    private func format(_ target: FilePath) async throws {
        let program = "mkfs.\(system.rawValue)"
        let options =
            switch system {
            case .btrfs: ["-q", "-L", Self.label]
            case .xfs: ["-q", "-m", "reflink=1", "-L", Self.label]
            }
        do { try await Tool(program, timeLimit: .seconds(600)).run(options + [target.string]) } catch let failure
            as ToolFailure
        {
            let package = system == .btrfs ? "btrfs-progs" : "xfsprogs"
            throw StorageError(
                .unavailable,
                "Cannot format \(target). If \(program) is missing, install it: apt-get install \(package)",
                cause: failure
            )
        }
    }

    /// - Throws: ``StorageError`` if it holds anything else than a file system that we made.
    func checkOurs() async throws {
        let found = try await probe()
        if let found, found["LABEL"] == Self.label, found["TYPE"] == system.rawValue { return }
        throw StorageError(
            .unavailable,
            "\(path) already holds \(found?["TYPE"] ?? found?["PTTYPE"] ?? "something"), which DBLab did not make. "
                + "Name another file or an empty device; nothing was changed."
        )
    }

    /// What blkid sees on it: TYPE, LABEL …; `nil` if it sees nothing.
    private func probe() async throws -> [String: String]? {
        do {
            let text = try await Tool("blkid")("--probe", "--output", "export", path.string)
            let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }
            return Dictionary(pairs) { first, _ in first }
        } catch let failure as ToolFailure where failure.reason == "exited(2)" && failure.output.isEmpty {
            return nil
        } catch let failure as ToolFailure {
            throw StorageError(.unavailable, "Cannot look at what \(path) holds", cause: failure)
        }
    }

    private func checkSpace(for size: Int) throws {
        var place = path.removingLastComponent()
        while try place.status() == nil { place.removeLastComponent() }
        let free = try PoolSpace(ofFileSystemAt: place).free
        guard size > free else { return }
        throw StorageError(
            .outOfSpace,
            "A pool of \(size >> 20) MiB does not fit at \(path): only \(free >> 20) MiB are free. Choose a smaller size."
        )
    }
}

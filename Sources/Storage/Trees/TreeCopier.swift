import Glibc
import SystemPackage
import Tooling

/// Copies a directory tree with everything that belongs to it: holes, links, owners, modes, attributes and times.
struct TreeCopier: Sendable {
    /// How the content of regular files is transferred.
    var transfer: ContentTransfer
    /// How many files are worked on at once: more than there are cores, since most of the time goes by waiting.
    var threads = 8

    /// Copies the content and attributes of the directory `source` to `target`, an empty directory.
    func copy(_ source: FilePath, to target: FilePath, _ cancellation: Cancellation) throws {
        var plan = TreePlan()
        try plan.addDirectory(source, target, cancellation)
        try copyFiles(plan.files, cancellation)
        for link in plan.hardLinks {
            let result = link.original.withPlatformString { original in
                link.target.withPlatformString { Glibc.link(original, $0) }
            }
            try checked(result, "link \(link.target)")
        }
        // Directories last and from the inside out, since filling one changes its times.
        for directory in plan.directories.reversed() { try directory.attributes.apply(to: directory.target) }
    }

    private func copyFiles(_ files: [TreePlan.Item], _ cancellation: Cancellation) throws {
        let loop = ParallelLoop(files.count) { [transfer] index in
            try cancellation.check()
            try files[index].copyFile(transfer, cancellation)
        }
        try loop.run(threads: threads)
    }
}

/// What remains to be done for a copy once its directories exist.
private struct TreePlan {
    /// A file or directory and its copy.
    struct Item: Sendable {
        let attributes: FileAttributes
        let target: FilePath
    }

    var files: [Item] = []
    var directories: [Item] = []
    var hardLinks: [(original: FilePath, target: FilePath)] = []
    private var firstNames: [FileID: FilePath] = [:]

    private struct FileID: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    /// Plans the copy of a directory whose copy exists, and of all inside it.
    mutating func addDirectory(_ source: FilePath, _ target: FilePath, _ cancellation: Cancellation) throws {
        directories.append(Item(attributes: try FileAttributes(of: source), target: target))
        for child in try source.children() {
            guard let name = child.lastComponent else { continue }
            try add(child, target.appending(name), cancellation)
        }
    }

    /// Plans the copy of one file or directory, and creates directories and special files right away.
    private mutating func add(_ source: FilePath, _ target: FilePath, _ cancellation: Cancellation) throws {
        try cancellation.check()
        let item = Item(attributes: try FileAttributes(of: source), target: target)
        let status = item.attributes.status
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            try checked(
                target.withPlatformString { mkdir($0, 0o700) },
                "create the directory \(target)"
            )
            try addDirectory(source, target, cancellation)
        case _ where status.st_nlink > 1 && isFurtherName(of: status, target):
            break
        case S_IFREG:
            files.append(item)
        default:
            try item.createSpecialFile()
        }
    }

    /// Notes a hard link if the same file was met before under another name.
    private mutating func isFurtherName(of status: stat, _ target: FilePath) -> Bool {
        let id = FileID(device: status.st_dev, inode: status.st_ino)
        guard let original = firstNames[id] else {
            firstNames[id] = target
            return false
        }
        hardLinks.append((original, target))
        return true
    }
}

extension TreePlan.Item {
    /// Creates the copy of a regular file.
    func copyFile(_ transfer: ContentTransfer, _ cancellation: Cancellation) throws {
        let source = attributes.source
        do {
            try source.withDescriptor(O_RDONLY | O_NOFOLLOW) { from in
                try target.withDescriptor(O_WRONLY | O_CREAT | O_EXCL, mode: 0o600) { to in
                    let size = attributes.status.st_size
                    if size > 0 { try transfer.transfer(from: from, to: to, size: size, cancellation) }
                }
            }
        } catch let error as StorageError {
            throw StorageError(error.code, "Cannot copy \(source) to \(target)", cause: error)
        }
        try attributes.apply(to: target)
    }

    /// Creates the copy of a symbolic link, pipe, socket or device.
    func createSpecialFile() throws {
        let mode = attributes.status.st_mode
        let result = try target.withPlatformString { path in
            mode & S_IFMT == S_IFLNK ? symlink(try linkTarget(), path) : mknod(path, mode, attributes.status.st_rdev)
        }
        try checked(result, "create \(target)")
        try attributes.apply(to: target)
    }

    /// What a symbolic link says, ended by a zero byte.
    private func linkTarget() throws -> [CChar] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = attributes.source.withPlatformString { readlink($0, &buffer, Int(PATH_MAX)) }
        try checked(count, "read the link \(attributes.source)")
        return buffer
    }
}

import FoundationEssentials
import Glibc
import SystemPackage

/// How much a directory tree holds, in bytes.
struct TreeSize: Hashable, Sendable {
    /// As readers of its files see it.
    var logical = 0
    /// As the file system has allotted it.
    var physical = 0

    /// Walks the tree; follows no link.
    init(of directory: FilePath) {
        var waiting = [directory]
        while let path = waiting.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
            for name in names {
                var status = stat()
                let entry = path.appending(name)
                guard lstat(entry.string, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { waiting.append(entry) }
                guard status.st_mode & S_IFMT == S_IFREG else { continue }
                logical += Int(status.st_size)
                physical += Int(status.st_blocks) * 512
            }
        }
    }
}

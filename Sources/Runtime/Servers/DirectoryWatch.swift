import CProcess
import Dispatch
import Glibc
import SystemPackage

/// Tells when something is written in a directory.
final class DirectoryWatch: Sendable {
    /// Readable once something was written; -1 if the kernel gives no watch, of which each user has 128.
    let number: Int32

    init(_ directory: FilePath) { number = cprocess_watch(directory.string) }

    /// On another thread: the kernel waits 10 to 25 ms until none of its own looks at the watch any more, see
    /// `fsnotify_destroy_group`, and nobody needs to wait with it.
    deinit {
        guard number >= 0 else { return }
        DispatchQueue.global().async { [number] in close(number) }
    }

    /// Forgets what was written until now.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while number >= 0, read(number, &buffer, buffer.count) > 0 {}
    }
}

import Glibc

/// A hundred TCP ports that no other test of this machine uses, not even one in another process.
package final class PortBlock: Sendable {
    package let ports: ClosedRange<Int>
    private let descriptor: Int32

    /// Takes the first block that nobody has; a lock on a file, which ends with the process, tells.
    package init() throws {
        for base in stride(from: 13000, to: 20000, by: 100) {
            let descriptor = open("/tmp/dblab-test-ports-\(base)", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isUnused(base...base + 99) {
                ports = base...base + 99
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
        throw Violation(description: "a block of ports is free")
    }

    /// A test that was killed may have left a server behind, which holds no lock.
    private static func isUnused(_ ports: ClosedRange<Int>) -> Bool {
        ports.allSatisfy { port in
            guard let listener = try? Listener(port: port) else { return false }
            listener.close()
            return true
        }
    }

    /// Lets others have the ports.
    package func release() { close(descriptor) }
}

import Glibc

/// The TCP ports that clones may have.
package struct PortRange: Hashable, Sendable {
    package let bounds: ClosedRange<Int>

    /// Returns `nil` unless 1 ≤ `from` ≤ `to` ≤ 65535.
    package init?(from: Int, to: Int) {
        guard from >= 1, to >= from, to <= 65535 else { return nil }
        bounds = from...to
    }

    /// The lowest port that is not taken and that nobody else listens on; `nil` if there is none.
    package func firstFree(excluding taken: Set<Int>, isFree: (Int) -> Bool = Self.isFree) -> Int? {
        bounds.first { !taken.contains($0) && isFree($0) }
    }

    /// Whether nobody on this machine listens on `port`, on any address.
    package static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

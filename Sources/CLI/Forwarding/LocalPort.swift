import Glibc

/// A TCP port of 127.0.0.1.
struct LocalPort {
    let number: Int

    init(_ number: Int) { self.number = number }

    /// Whether one could listen on it now.
    var isFree: Bool {
        withSocket { descriptor, address, length in
            var reuse: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
            return bind(descriptor, address, length) == 0
        }
    }

    /// Whether somebody listens on it now.
    var isOpen: Bool { withSocket { connect($0, $1, $2) == 0 } }

    /// A port that nobody has now.
    static func free() throws -> Int {
        guard let port = (49152...65535).shuffled().prefix(200).first(where: { LocalPort($0).isFree }) else {
            throw CommandError.failed("no local port is free")
        }
        return port
    }

    /// Returns once somebody listens.
    /// - Throws: ``CommandError/timedOut(_:)``.
    func opened(within limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        while !isOpen {
            guard ContinuousClock.now < end else {
                throw CommandError.timedOut("the SSH tunnel did not open in time; raise --request-timeout")
            }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    private func withSocket(_ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: number).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

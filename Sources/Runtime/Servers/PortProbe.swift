import Glibc

/// Looks whether a TCP port can be listened on.
enum PortProbe {
    /// Binds to each address for a moment, as PostgreSQL will; it would go on if only some can be had.
    /// - Throws: ``RuntimeError`` with code `portTaken`.
    static func check(_ port: Int, on addresses: [String]) throws {
        guard (1...65535).contains(port) else {
            throw RuntimeError(.unavailable, "\(port) is not a TCP port; those are 1 to 65535.")
        }
        for address in addresses where !canBind(port, on: address) {
            throw RuntimeError(.portTaken, "Port \(port) of \(address) is used by another program.")
        }
    }

    /// Answers `true` too for what cannot be judged, such as an unknown host: PostgreSQL says it better.
    private static func canBind(_ port: Int, on address: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address == "*" ? nil : address, String(port), &hints, &found) == 0 else { return true }
        defer { freeaddrinfo(found) }
        var next = found
        while let candidate = next?.pointee {
            if isInUse(candidate) { return false }
            next = candidate.ai_next
        }
        return true
    }

    private static func isInUse(_ candidate: addrinfo) -> Bool {
        let descriptor = socket(candidate.ai_family, candidate.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        if candidate.ai_family == AF_INET6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size)
        }
        return bind(descriptor, candidate.ai_addr, candidate.ai_addrlen) != 0 && errno == EADDRINUSE
    }
}

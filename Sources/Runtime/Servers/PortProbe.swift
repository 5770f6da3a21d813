import Glibc
import SystemPackage

/// Looks whether a TCP port can be listened on.
enum PortProbe {
    /// Binds to each address for a moment, as PostgreSQL will; it would go on if only some can be had.
    /// - Throws: ``RuntimeError`` with code `portTaken`.
    static func check(_ port: Int, on addresses: [String]) throws {
        for socket in try bound(to: port, on: addresses) { try? socket.close() }
    }

    /// Sockets that are bound to the port of each address, as PostgreSQL would make them; nobody listens on them yet.
    ///
    /// What cannot be judged, such as an unknown host, is left out: PostgreSQL says it better.
    /// - Throws: ``RuntimeError`` with code `portTaken`.
    static func bound(to port: Int, on addresses: [String]) throws -> [FileDescriptor] {
        guard (1...65535).contains(port) else {
            throw RuntimeError(.unavailable, "\(port) is not a TCP port; those are 1 to 65535.")
        }
        var sockets: [FileDescriptor] = []
        for address in addresses {
            guard let more = bind(port, on: address) else {
                for socket in sockets { try? socket.close() }
                throw RuntimeError(.portTaken, "Port \(port) of \(address) is used by another program.")
            }
            sockets += more
        }
        return sockets
    }

    /// `nil` if another program has one of them.
    private static func bind(_ port: Int, on address: String) -> [FileDescriptor]? {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address == "*" ? nil : address, String(port), &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var (next, sockets): (UnsafeMutablePointer<addrinfo>?, [FileDescriptor]) = (found, [])
        while let candidate = next?.pointee {
            switch socket(for: candidate) {
            case .success(let socket): sockets.append(socket)
            case .failure(.addressInUse):
                for socket in sockets { try? socket.close() }
                return nil
            case .failure: break
            }
            next = candidate.ai_next
        }
        return sockets
    }

    private static func socket(for candidate: addrinfo) -> Result<FileDescriptor, Errno> {
        let kind = candidate.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(candidate.ai_family, kind, 0)
        guard descriptor >= 0 else { return .failure(Errno(rawValue: errno)) }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        if candidate.ai_family == AF_INET6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size)
        }
        guard Glibc.bind(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
            let error = Errno(rawValue: errno)
            close(descriptor)
            return .failure(error)
        }
        return .success(FileDescriptor(rawValue: descriptor))
    }
}

import Glibc

/// Addresses as text.
enum IPAddress {
    /// Whether this is an address of IPv4 or IPv6.
    static func isValid(_ text: String) -> Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }
}

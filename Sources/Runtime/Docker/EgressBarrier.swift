import Glibc
import SystemPackage
import Tooling

/// Rules of the kernel's packet filter by which containers of a network answer, and begin nothing.
///
/// They are a table of our own: neither Docker nor iptables touches it, and it is replaced as a whole.
package struct EgressBarrier: Sendable {
    private let nft: Tool

    /// - Throws: ``RuntimeError`` with code `unavailable` that says why there can be none, and the remedy.
    package static func find() throws -> EgressBarrier {
        let places: [FilePath] = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"]
        guard let program = places.first(where: { access($0.string, X_OK) == 0 }) else {
            throw RuntimeError(.unavailable, "The program nft is not installed. Install the package nftables.")
        }
        guard Account.processIsRoot else {
            throw RuntimeError(.unavailable, "Only root may keep containers from the network. Run the engine as root.")
        }
        return EgressBarrier(nft: Tool(program.string, timeLimit: .seconds(30)))
    }

    /// Puts the rules in place for all that comes from a network interface, also if they are there already.
    /// - Throws: ``RuntimeError`` with code `unavailable`; nothing may then be started behind the interface.
    func raise(before interface: String) async throws {
        do { try await nft.run(["-f", "-"], input: Self.rules(for: interface)) } catch {
            throw RuntimeError(.unavailable, "The network of clones cannot be closed: \(error)")
        }
    }

    /// Earlier than the machine's own rules, and for what is sent to the machine as well as through it.
    ///
    /// What is sent on from one container to another passes `forward` too, wherever Docker runs (br_netfilter).
    private static func rules(for interface: String) -> String {
        """
        table inet \(interface) {}
        delete table inet \(interface)
        table inet \(interface) {
            chain through { type filter hook forward priority -10; iifname "\(interface)" ct state new,invalid drop; }
            chain inward { type filter hook input priority -10; iifname "\(interface)" ct state new,invalid drop; }
        }

        """
    }
}

import CProcess
import Glibc
import SystemPackage
import Tooling

/// Hands the sockets that a server listens on into its container, with the filters of its system calls.
///
/// The library that servers are loaded with fetches them, see `Sources/CPreload/sockets.c`. It ends with the last reference.
final class Handover: Sendable {
    private let sockets: [FileDescriptor]
    private let filters: [FileDescriptor]
    // Used by this object alone, and ended once.
    nonisolated(unsafe) private let handover: OpaquePointer

    /// The name of the socket in the directory that the container shares.
    static let name = ".dblab"
    /// The variable that says where it is.
    static let variable = "DBLAB_HANDOVER"

    /// - Parameters:
    ///   - sockets: Bound to the machine's addresses; they become this object's.
    ///   - major: Of the server: before version 15 it must connect a socket to itself.
    /// - Throws: ``RuntimeError`` with code `unavailable`.
    init(_ sockets: [FileDescriptor], at path: FilePath, user: UInt32, group: UInt32, major: Int) throws {
        let filters = [cprocess_open_filter(major < 15 ? 1 : 0), cprocess_open_child_filter()].map(
            FileDescriptor.init(rawValue:)
        )
        var handover: OpaquePointer?
        let descriptors = (filters + sockets).map(\.rawValue)
        var error = filters.contains { $0.rawValue < 0 } ? ENOMEM : 0
        if error == 0 {
            error = cprocess_hand_over(path.string, user, group, descriptors, Int32(descriptors.count), &handover)
        }
        guard error == 0, let handover else {
            for file in filters + sockets { try? file.close() }
            throw RuntimeError(.unavailable, "\(path) cannot be made: \(Errno(rawValue: error)).")
        }
        (self.sockets, self.filters, self.handover) = (sockets, filters, handover)
    }

    deinit {
        cprocess_end_handover(handover)
        for file in filters + sockets { try? file.close() }
    }
}

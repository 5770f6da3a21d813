/// What a standby says in its log about why it does not get on.
package enum ReplicaComplaint: Equatable, Sendable {
    /// Production has removed log that was still needed.
    case logRemoved
    case slotMissing
    /// Production has given the slot up, since it kept too much.
    case slotLost
    /// Another system, such as one that was upgraded or made anew, answers at the address.
    case otherSystem
    /// Production went on from a point that the standby has passed.
    case forked
    case diskFull
    /// The archive lacks this file, and has later ones.
    case archiveGap(String)
    case other(String)

    /// The last of its lines that says anything of the kind.
    package init?(log: [String]) {
        for line in log.reversed() {
            // Whatever was before is over.
            if line.contains("started streaming WAL") { return nil }
            if let complaint = Self.complaint(in: line) {
                self = complaint
                return
            }
        }
        return nil
    }

    private static func complaint(in line: String) -> Self? {
        for (part, complaint) in known where line.contains(part) { return complaint }
        if line.contains("replication slot"), line.contains("does not exist") { return .slotMissing }
        if line.contains("due to administrator command") { return nil }
        guard let start = line.firstRange(of: "FATAL:  ") ?? line.firstRange(of: "PANIC:  ") else { return nil }
        return .other(String(line[start.upperBound...]))
    }

    private static let known: [(String, Self)] = [
        ("has already been removed", .logRemoved),
        ("cannot read from replication slot", .slotLost),
        ("can no longer get changes from replication slot", .slotLost),
        ("can no longer access replication slot", .slotLost), ("This slot has been invalidated", .slotLost),
        ("cannot read from physical replication slot", .slotLost),
        ("database system identifier differs", .otherSystem),
        ("forked off current database system timeline", .forked),
        ("is not a child of this server's history", .forked),
        ("No space left on device", .diskFull),
    ]

    /// In words for people.
    package var message: String {
        switch self {
        case .logRemoved: "the source has removed log that the standby still needs"
        case .slotMissing: "the source has no slot for the standby"
        case .slotLost: "the source has given the standby's slot up: it kept more than max_slot_wal_keep_size"
        case .otherSystem: "another system answers at the source's address: it was upgraded or made anew"
        case .forked: "the source went on from a point that the standby has passed"
        case .diskFull: "the pool has no space left"
        case .archiveGap(let file): "the archive lacks \(file), though it has later log"
        case .other(let text): text
        }
    }
}

import API
import Engine
import NIOCore
import Synchronization

/// The long answers, put together from the texts of their rows.
final class ListAnswers: Sendable {
    private struct State {
        var shown: ShownInventory?
        var clones = CloneTexts(depth: 1)
        var snapshots = SnapshotTexts(depth: 1)
        var clonesOfStatus = CloneTexts(depth: 3)
        var pools = PoolTexts(depth: 1)
    }

    private let representations: Representations
    private let state = Mutex(State())
    private var policy: CloningPolicy { representations.services.clones.policy }
    private var measurements: UInt64 { representations.services.status.version }

    init(representations: Representations) { self.representations = representations }

    /// `GET /clones`.
    func clones() throws -> ByteBuffer {
        // Read before what was measured is: a measurement meanwhile makes another list necessary.
        let (measurements, policy, shown) = (measurements, policy, try shown())
        var buffer = try state.withLock { try $0.clones.list(shown, measurements: measurements, policy: policy) }
        buffer.writeStaticString("\n")
        return buffer
    }

    /// `GET /snapshots`.
    func snapshots() throws -> ByteBuffer {
        let shown = try shown()
        var buffer = ByteBuffer()
        try state.withLock { state in
            try buffer.writeList(shown.visibleSnapshots, depth: 1) { entry, buffer in
                let clones = shown.cloneIDs[entry.row.id] ?? []
                buffer.writeBytes(try state.snapshots.text(of: entry, clones: clones, inClones: false))
            }
            state.snapshots.keepOnly(shown.snapshots.keys)
        }
        buffer.writeStaticString("\n")
        return buffer
    }

    /// `GET /status`.
    func status(retrieving: Retrieving) throws -> ByteBuffer {
        let (measurements, policy, shown) = (measurements, policy, try shown())
        let status = try representations.instanceStatus(shown, pools: [], retrieving: retrieving)
        let text = GappedText(
            try JSONCoding.text(status, indent: 2, zone: .local) + "\n",
            gaps: [.init(field: "clones", value: "[]", depth: 2), .init(field: "pools", value: "[]", depth: 1)]
        )
        let refreshed = try representations.refreshedPool()
        var (clones, pools) = try state.withLock { state in
            (
                try state.clonesOfStatus.list(shown, measurements: measurements, policy: policy),
                try state.pools.text(shown, measurements: measurements, refreshed: refreshed) {
                    representations.pools(shown, refreshed: refreshed)
                }
            )
        }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(clones.readableBytes + pools.readableBytes + 16_384)
        text.write(to: &buffer) { number, buffer in
            _ = number == 0 ? buffer.writeBuffer(&clones) : buffer.writeBuffer(&pools)
        }
        return buffer
    }

    /// What the catalog holds now; made again only if it is something else.
    private func shown() throws -> ShownInventory {
        let inventory = try representations.services.catalog.inventory()
        return state.withLock { state in
            if let shown = state.shown, shown.version == inventory.version { return shown }
            let shown = ShownInventory(inventory, status: representations.services.status)
            state.shown = shown
            return shown
        }
    }
}

import API
import Engine
import NIOCore
import Synchronization

/// The long answers, put together from the texts of their rows.
final class ListAnswers: Sendable {
    private struct State {
        var clones = CloneTexts(depth: 1)
        var snapshots = SnapshotTexts(depth: 1)
        var clonesOfStatus = CloneTexts(depth: 3)
    }

    private let representations: Representations
    private let state = Mutex(State())
    private var policy: CloningPolicy { representations.services.clones.policy }

    init(representations: Representations) { self.representations = representations }

    /// `GET /clones`.
    func clones() throws -> ByteBuffer {
        let (shown, policy) = (try representations.inventory(), policy)
        var buffer = ByteBuffer()
        try state.withLock { try $0.clones.write(shown, policy: policy, to: &buffer) }
        buffer.writeStaticString("\n")
        return buffer
    }

    /// `GET /snapshots`.
    func snapshots() throws -> ByteBuffer {
        let shown = try representations.inventory()
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
        let (shown, policy) = (try representations.inventory(), policy)
        let status = try representations.instanceStatus(shown, retrieving: retrieving)
        let text = GappedText(
            try JSONCoding.text(status, indent: 2, zone: .local) + "\n",
            field: "clones",
            value: "[]",
            depth: 2
        )
        var buffer = ByteBuffer()
        try text.write(to: &buffer) { buffer in
            try state.withLock { try $0.clonesOfStatus.write(shown, policy: policy, to: &buffer) }
        }
        return buffer
    }
}

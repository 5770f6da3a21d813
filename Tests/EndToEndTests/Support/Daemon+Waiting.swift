import API
import Storage
import StorageConformance

/// Waiting for what the daemon does by itself, woken by its events.
extension Daemon {
    /// Waits until nothing is left of a refresh that an earlier daemon could not end.
    func waitUntilCleared() async throws {
        try await waitForEvents {
            // The next refresh is refused until the end of this one is on record.
            let status = try await client.retrieval().status
            return try await datasets(of: "base-") == 1 && status != "refreshing" && status != "snapshotting"
        }
    }

    /// Waits until the snapshot is gone, with its dataset, whose deletion an earlier daemon could not end.
    func waitUntilOneSnapshotIsLeft() async throws {
        try await waitForEvents {
            let present = try await site.pool.driver().inventory().snapshots
            let known = try await client.snapshots()
            let golden = try await datasets(of: "base-")
            return known.count == 1 && present.count == 1 && golden == 1
        }
    }

    /// Waits until nothing of earlier revisions of the only clone is left.
    func waitUntilOneCloneDatasetIsLeft() async throws {
        try await waitForEvents { try await datasets(of: "clone-") == 1 }
    }

    /// Waits until something of these kinds has happened to a clone, at any time.
    func waitForEvent(_ id: String, _ kinds: Set<String>) async throws {
        for try await event in client.events(after: 0, subject: "clone:\(id)")
        where kinds.contains(event.kind.rawValue) { return }
    }

    /// Waits until something of these kinds has happened to a clone since `cause` began.
    func waitForEvent(_ id: String, _ kinds: Set<String>, after cause: () throws -> Void) async throws {
        var events = client.events(subject: "clone:\(id)").makeAsyncIterator()
        try await events.connect()
        try cause()
        while let event = try await events.next(), !kinds.contains(event.kind.rawValue) {}
    }

    /// Waits until a clone has this status.
    func waitForStatus(_ code: CloneStatus.Code, of id: String) async throws {
        try await waitForEvents { try await client.clone(id).status.code == code }
    }

    /// Waits until a clone's server answers, after it was started again.
    func waitUntilServing(_ id: String) async throws {
        try await waitForEvents { (try? await value("SELECT 1", in: id)) == "1" }
    }

    private func waitForEvents(until isTrue: () async throws -> Bool) async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while try await !isTrue() { _ = try await events.next() }
    }

    private func datasets(of kind: String) async throws -> Int {
        try await site.pool.driver().inventory().datasets.filter { $0.description.hasPrefix(kind) }.count
    }
}

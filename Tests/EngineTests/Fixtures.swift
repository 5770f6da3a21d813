import Engine
import Foundation
import GRDB
import Storage
import Testing

/// Values that many tests need.
enum Fixture {
    static func catalog() throws -> Catalog { try Catalog(DatabaseQueue()) }

    static func snapshot(_ id: String = "pool@snapshot_20260101000000", dataset: String = "base-a", age: Double = 0)
        throws -> Snapshot
    {
        let name = try #require(SnapshotName("\(dataset)@snap"))
        return Snapshot(
            id: id,
            pool: "pool",
            name: name,
            createdAt: Date(timeIntervalSince1970: 1_767_225_600 - age),
            dataStateAt: Date(timeIntervalSince1970: 1_767_225_600 - age),
            logicalSize: 1,
            physicalSize: 1,
            postgresVersion: 15
        )
    }

    static func request(_ id: String = "a", snapshot: String? = nil) -> CloneRequest {
        CloneRequest(id: id, snapshot: snapshot, username: "neal", verifier: "SCRAM-SHA-256$4096:x$y:z")
    }

    static func ports(_ count: Int, from: Int) throws -> PortRange {
        try #require(PortRange(from: from, to: from + count - 1))
    }

    static func clone(
        revision: Int = 1,
        removedThrough: Int = 0,
        provisioned: Int = 0,
        intent: Clone.Intent = .running,
        phase: Clone.Phase = .pending
    ) throws -> Clone {
        var clone = Clone(request: request(), snapshot: try snapshot(), port: 6000, now: Date())
        clone.revision = revision
        clone.removedThrough = removedThrough
        clone.provisionedRevision = provisioned
        clone.intent = intent
        clone.phase = phase
        return clone
    }
}

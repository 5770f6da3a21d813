import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing
import Web

@Suite struct InstanceRoutesTests {
    @Test func statusComesFromMemory() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let clone = try engine.addClone("a")
        engine.services.status.update(
            spaces: ["pool": PoolSpace(size: 100, free: 40)],
            usages: [clone.uid: StorageUsage(logical: 30, exclusive: 7)]
        )
        try await engine.test { requests in
            let status = try await requests.get("/status").value(InstanceStatus.self)
            #expect(status.status == Status(code: "OK", message: "Instance is ready"))
            #expect((status.engine.version, status.engine.instanceID) == ("1.2.3", "i1"))
            #expect(status.cloning.numClones == 1)
            #expect(status.cloning.expectedCloningTime == 0.25)
            #expect(status.cloning.clones[0].metadata.cloneDiffSize == 7)
            let pool = try #require(status.pools.first)
            #expect((pool.name, pool.mode, pool.status) == ("pool", "btrfs", "active"))
            #expect(pool.cloneList == ["a"])
            #expect((pool.fileSystem.size, pool.fileSystem.free, pool.fileSystem.used) == (100, 40, 60))
            #expect((pool.fileSystem.usedByClones, pool.fileSystem.usedBySnapshots) == (7, 1_000_000))
        }
    }

    @Test func anEmptyPoolSaysSo() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            #expect(try await requests.get("/status").value(InstanceStatus.self).pools.map(\.status) == ["empty"])
            _ = try await requests.send(.post, "/full-refresh")
            #expect(try await requests.get("/status").value(InstanceStatus.self).pools.map(\.status) == ["refreshing"])
        }
    }

    /// The shape that DBLab's clients know; times and ports are left out.
    @Test func fieldsAreThoseOfDBLab() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let status = try await requests.get("/status").value(JSONValue.self)
            #expect(
                status.fieldNames == [
                    "cloning", "engine", "pools", "provisioner", "retrieving", "status", "synchronization",
                ]
            )
            let clone = try await requests.get("/clone/a").value(JSONValue.self)
            #expect(
                clone.fieldNames == [
                    "branch", "createdAt", "db", "deleteAt", "id", "metadata", "protected", "revision", "snapshot",
                    "status",
                ]
            )
            #expect(
                clone["db"]?.fieldNames == ["connStr", "dbName", "host", "password", "port", "username"]
            )
            #expect(clone["metadata"]?.fieldNames == ["cloneDiffSize", "cloningTime", "logicalSize", "maxIdleMinutes"])
            #expect(
                clone["snapshot"]?.fieldNames == [
                    "branch", "clones", "createdAt", "dataStateAt", "id", "logicalSize", "message", "numClones",
                    "physicalSize", "pool", "protected",
                ]
            )
        }
    }
}

extension JSONValue {
    fileprivate var fieldNames: [String] {
        guard case .object(let fields) = self else { return [] }
        return fields.keys.sorted()
    }
}

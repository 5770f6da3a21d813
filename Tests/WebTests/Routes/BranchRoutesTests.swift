import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

@Suite struct BranchRoutesTests {
    @Test func createsListsAndDeletes() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@old", age: 1000)
        try engine.addSnapshot("pool@new")
        try await engine.test { requests in
            let body = #"{"branchName":"dev","baseBranch":"main"}"#
            let answer = try await requests.send(.post, "/branch", json: body)
            #expect(answer.status == .ok)
            #expect(try answer.value(BranchName.self).name == "dev")
            _ = try await requests.send(.post, "/branch", json: #"{"branchName":"nested","snapshotID":"pool@old"}"#)
                .value(BranchName.self)
            let branches = try await requests.get("/branches").value([API.Branch].self)
            #expect(branches.map(\.name) == ["dev", "main", "nested"])
            #expect(branches.map(\.parent) == ["main", "-", "main"])
            #expect(branches.map(\.snapshotID) == ["pool@new", "pool@new", "pool@old"])
            #expect(branches.map(\.numSnapshots) == [1, 2, 1])
            #expect(branches.map(\.baseDataset) == ["pool", "pool", "pool"])
            #expect(branches[0].dataStateAt == "20260101000000")
            let own = try await requests.get("/snapshots?branch=nested").value([API.Snapshot].self)
            #expect(own.map(\.id) == ["pool@old"])
            let deleted = try await requests.send(.delete, "/branch/dev").value(Acknowledgement.self)
            #expect(deleted == Acknowledgement(message: "Deleted branch"))
            #expect(try await requests.get("/branches").value([API.Branch].self).map(\.name) == ["main", "nested"])
        }
    }

    @Test func logAndDetailsTellTheGraph() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@old", age: 1000)
        try engine.addSnapshot("pool@new")
        try engine.addClone("a")
        try await engine.test { requests in
            _ = try await requests.send(.post, "/branch", json: #"{"branchName":"dev","snapshotID":"pool@old"}"#)
            let log = try await requests.get("/branch/main/log").value([SnapshotDetails].self)
            #expect(log.map(\.id) == ["pool@new", "pool@old"])
            #expect(log.map(\.parent) == ["pool@old", "-"])
            #expect(log.map(\.child) == [[], ["pool@new"]])
            #expect(log.map(\.branch) == [["main"], ["dev"]])
            #expect(log.map(\.root) == [[], ["dev"]])
            #expect(log.map(\.clones) == [["a"], []])
            for path in ["pool@old", "pool%40old"] {
                let details = try await requests.get("/branch/snapshot/\(path)").value(SnapshotDetails.self)
                #expect(details == log[1])
            }
            _ = try await requests.get("/branch/snapshot/pool@no").error(.notFound)
            let error = try await requests.get("/branch/nope/log").error(.notFound)
            #expect(error.message == "branch not found: nope")
        }
    }

    @Test(arguments: [
        ("", 400, "The branch name must not be empty"), ("{}", 400, "The branch name must not be empty"),
        (#"{"branchName":"main","baseBranch":"main"}"#, 400, "new and base branches must have different names"),
        (#"{"branchName":"a/b","baseBranch":"main"}"#, 400, "Spaces and slashes are not allowed"),
        (#"{"branchName":"-a","baseBranch":"main"}"#, 400, "The branch name must"),
        (#"{"branchName":"snapshot","baseBranch":"main"}"#, 400, "reserved"),
        (#"{"branchName":"x"}"#, 400, "either base branch name or base snapshot ID must be specified"),
        (#"{"branchName":"x","baseBranch":"nope"}"#, 404, "base branch not found"),
        (#"{"branchName":"x","snapshotID":"nope"}"#, 404, "not found"),
        (#"{"branchName":"main","snapshotID":"pool@s"}"#, 409, "branch 'main' already exists"),
        (#"{"branchName":1}"#, 400, "`branchName`"),
    ])
    func wrongBranchesAreRefused(_ body: String, status: Int, message: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try await engine.test { requests in
            let error = try await requests.send(.post, "/branch", json: body).error(.init(code: status))
            #expect(error.message.contains(message))
            #expect(try engine.catalog.branches().map(\.name) == ["main"])
        }
    }

    @Test func deletionIsRefusedInDBLabsWords() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try await engine.test { requests in
            for (name, status, message) in [
                ("main", 400, "cannot delete default branch: main"), ("nope", 404, "branch not found: nope"),
                ("a%20b", 400, "invalid branch name"),
            ] {
                let error = try await requests.send(.delete, "/branch/\(name)").error(.init(code: status))
                #expect(error.message == message)
            }
            _ = try await requests.send(.post, "/branch", json: #"{"branchName":"dev","baseBranch":"main"}"#)
            _ = try engine.services.clones.create(
                CloneRequest(id: "c", branch: "dev", username: "neal", verifier: "v", database: "shop")
            )
            let used = try await requests.send(.delete, "/branch/dev").error(.conflict)
            #expect(used.message == "snapshot pool@s has a dependent clone")
            try engine.catalog.deleteClone("c")
            _ = try await requests.send(.patch, "/branch/dev", json: #"{"protected":true}"#).value(API.Branch.self)
            let protected = try await requests.send(.delete, "/branch/dev").error(.badRequest)
            #expect(protected.message == "branch dev is protected")
        }
    }

    @Test func aCommitMovesBranchAndCloneAndForksAreKept() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try engine.addClone("c")
        try await engine.test { requests in
            async let answer = requests.send(
                .post,
                "/branch/snapshot",
                json: #"{"cloneID":"c","message":"{\"a\": 1}"}"#
            )
            try await engine.eventually("clone.snapshotRequested")
            for pending in try engine.catalog.pendingSnapshots(of: "c") { try engine.catalog.record(pending) }
            let commit = try await answer.value(Commit.self).snapshotID
            #expect(commit.hasPrefix("pool/branch/main/c/r1@20"))
            let snapshot = try await requests.get("/snapshot/\(commit)").value(API.Snapshot.self)
            #expect((snapshot.message, snapshot.branch, snapshot.clones) == (#"{"a": 1}"#, "main", ["c"]))
            let listed = try await requests.get("/snapshots").value([API.Snapshot].self)
            #expect(listed.map(\.parent) == ["pool@s", nil])
            let details = try await requests.get("/branch/snapshot/\(commit)").value(SnapshotDetails.self)
            #expect((details.parent, details.branch) == ("pool@s", ["main"]))
            let refused = try await requests.send(.delete, "/snapshot/pool@s").error(.conflict)
            #expect(
                refused.message
                    == "cannot delete snapshot pool@s because it has dependent datasets: pool/branch/main/c/r1"
            )
        }
    }

    @Test(arguments: ["/branch/snapshot", "/snapshot/clone"])
    func snapshotsOfClonesThatCannotBeTakenAreRefused(_ path: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try engine.addClone("busy", phase: .pending)
        try await engine.test { requests in
            for (body, status, message) in [
                ("", 400, "request body cannot be empty"), ("{}", 400, "cloneID cannot be empty"),
                (#"{"cloneID":"nope"}"#, 404, "clone not found"),
                (#"{"cloneID":"busy"}"#, 400, "clone is not started yet"),
            ] {
                let error = try await requests.send(.post, path, json: body).error(.init(code: status))
                #expect(error.message == message)
            }
        }
    }
}

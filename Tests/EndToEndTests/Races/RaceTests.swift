import API
import StorageConformance
import Testing

extension EndToEnd {
    /// What several users may ask at once has a defined end, and nothing leaks.
    @Suite struct RaceTests {
        @Test
        func concurrentWishesForOneClone() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                try await sameIDTwice(daemon)
                try await resetWhileResetting(daemon)
                try await daemon.client.resetClone("same")
                try await daemon.client.destroyClone("same", wait: .seconds(60))
                #expect(try await daemon.state() == start, "destroyed while resetting")
                try await destroyWhileCreating(daemon)
                #expect(try await daemon.state() == start, "destroyed while creating")
                try await destroyTwice(daemon)
                #expect(try await daemon.state() == start, "destroyed twice")
            }
        }

        private func sameIDTwice(_ daemon: Daemon) async throws {
            let outcomes = await concurrently(4) { _ in
                _ = try await daemon.client.createClone(daemon.request("same"), wait: .seconds(60))
            }
            let refusals = outcomes.compactMap { $0 as? APIError }
            #expect(refusals.count == 3 && outcomes.count == 4)
            for refusal in refusals {
                #expect(refusal.isConflict && refusal.message.contains("already exists"))
                #expect((400..<500).contains(refusal.status))
            }
            #expect(try await daemon.client.clone("same").status.code == .ok)
        }

        private func resetWhileResetting(_ daemon: Daemon) async throws {
            let checksum = try await daemon.checksum(of: "same")
            try await daemon.execute(Shop.damage, in: "same")
            let outcomes = await concurrently(5) { _ in try await daemon.client.resetClone("same", wait: .seconds(60)) }
            #expect(outcomes.allSatisfy { $0 == nil })
            let clone = try await daemon.client.clone("same")
            #expect(clone.status.code == .ok && clone.revision == 6)
            #expect(try await daemon.checksum(of: "same") == checksum)
        }

        private func destroyWhileCreating(_ daemon: Daemon) async throws {
            for isBegun in [false, true] {
                _ = try await daemon.client.createClone(daemon.request("short-lived"))
                if isBegun { try await daemon.waitForEvent("short-lived", ["clone.starting"]) }
                try await daemon.client.destroyClone("short-lived", wait: .seconds(60))
            }
        }

        private func destroyTwice(_ daemon: Daemon) async throws {
            try await daemon.createClone("doomed")
            let outcomes = await concurrently(3) { _ in
                try await daemon.client.destroyClone("doomed", wait: .seconds(60))
            }
            #expect(outcomes.contains { $0 == nil })
            for error in outcomes.compactMap({ $0 as? APIError }) { #expect(error.isNotFound && error.status == 404) }
        }
    }
}

extension EndToEnd.RaceTests {
    @Test
    func fiftyClonesAtOnce() async throws {
        try await Site.with { site in
            let daemon = try await site.startWithSnapshot()
            let start = try await daemon.state()
            // All by one client, whose waits must not stand in line for each other.
            let outcomes = await concurrently(50) { number in
                let clone = try await daemon.client.createClone(
                    daemon.request("clone\(number)"),
                    wait: .seconds(60)
                )
                #expect(clone.status.code == .ok, "\(clone.status.message)")
            }
            #expect(outcomes.allSatisfy { $0 == nil }, "\(outcomes.compactMap(\.self).first.map { "\($0)" } ?? "")")
            let clones = try await daemon.client.clones()
            #expect(clones.count == 50 && clones.allSatisfy { $0.status.code == .ok })
            #expect(Set(clones.map(\.db.port)).count == 50)
            for id in ["clone0", "clone49"] {
                #expect(try await daemon.value("SELECT count(*) FROM public.goods", in: id) == "2000")
            }
            let farewells = await concurrently(50) { number in
                try await daemon.client.destroyClone("clone\(number)", wait: .seconds(60))
            }
            #expect(farewells.allSatisfy { $0 == nil })
            #expect(try await daemon.state() == start)
        }
    }

    @Test
    func aSnapshotIsDeletedWhileClonesOfItAreMade() async throws {
        try await Site.with { site in
            let daemon = try await site.startWithSnapshot()
            let snapshot = try await daemon.client.snapshots()[0].id
            let outcomes = await concurrently(8) { number in
                if number == 4 {
                    _ = try await daemon.client.deleteSnapshot(snapshot)
                } else {
                    try await daemon.createClone("clone\(number)", snapshot: snapshot)
                }
            }
            for error in outcomes.compactMap({ $0 as? APIError }) {
                #expect((400..<500).contains(error.status), "\(error)")
            }
            let clones = try await daemon.client.clones()
            let isLeft = try await !daemon.client.snapshots().isEmpty
            #expect(isLeft ? clones.count == 7 : clones.isEmpty)
            for clone in clones {
                #expect(try await daemon.value("SELECT count(*) FROM public.goods", in: clone.id) == "2000")
                try await daemon.client.destroyClone(clone.id, wait: .seconds(60))
            }
            if isLeft { _ = try await daemon.client.deleteSnapshot(snapshot) }
            let end = try await daemon.state()
            #expect(end.datasets == [] && end.snapshots == [] && end.servers == [] && end.busyDirectories == [])
        }
    }
}

/// Runs `body` so many times at once.
/// - Returns: how each run ended, `nil` if well.
func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async -> [(any Error)?] {
    await withTaskGroup(of: (any Error)?.self) { group in
        for number in 0..<count {
            group.addTask {
                do { try await body(number) } catch { return error }
                return nil
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

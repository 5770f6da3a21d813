#if DEBUG
    import Engine
    import Foundation
    import Storage
    import Synchronization
    import SystemPackage
    import Testing

    /// Stops the engine at every boundary of a refresh, starts another on the same disk and catalog, and looks.
    @Suite struct RefreshCrashTests {
        @Test func everyCrashEndsInOneGoodSnapshotAndNoLeftovers() async throws {
            try await RefreshLaboratory.with { laboratory in
                var place = 1
                while try await crash(atPlace: place, laboratory) { place += 1 }
                #expect(place > 8)
            }
        }

        /// - Returns: whether the run was long enough to get there.
        private func crash(atPlace place: Int, _ laboratory: RefreshLaboratory) async throws -> Bool {
            let stages: [any RetrievalStage] = [MakeCluster(name: "restore"), MakeCluster(name: "finish")]
            let count = Mutex(0)
            let before = try laboratory.catalog.snapshots().count
            let service = laboratory.service(stages)
            try service.start()
            var hasCrashed = false
            do {
                let action: @Sendable (String) throws -> Void = { name in
                    if count.withLock({
                        $0 += 1; return $0 == place
                    }) {
                        throw FailpointError(place: name)
                    }
                }
                try await Failpoints.$action.withValue(action) {
                    _ = try await laboratory.running(service) { try await laboratory.settled() }
                }
            } catch is FailpointError {
                hasCrashed = true
            }
            let next = laboratory.service(stages)
            _ = try await laboratory.running(next) { try await whole(laboratory) }
            try await check(laboratory, atLeast: before)
            return hasCrashed
        }

        /// Waits until the next engine has cleared everything, and has a snapshot.
        private func whole(_ laboratory: RefreshLaboratory) async throws -> Bool {
            try await EventFeed(catalog: laboratory.catalog).first(within: .seconds(60)) { () -> Bool? in
                let catalog = laboratory.catalog
                let isWhole = try catalog.runningRefresh() == nil && catalog.refreshesToClear().isEmpty
                return try isWhole && catalog.latestSnapshot() != nil ? true : nil
            } ?? false
        }

        private func check(_ laboratory: RefreshLaboratory, atLeast count: Int) async throws {
            let snapshots = try laboratory.catalog.snapshots()
            #expect(snapshots.count >= max(1, count))
            let inventory = try await laboratory.driver.inventory()
            #expect(inventory.snapshots == Set(try snapshots.map { try $0.name }))
            #expect(inventory.datasets == Set(try snapshots.map { try $0.name.dataset }))
            #expect(try laboratory.catalog.runningRefresh() == nil)
            #expect(try laboratory.catalog.refreshesToClear().isEmpty)
        }
    }

    /// Writes what looks like a cluster.
    private struct MakeCluster: RetrievalStage {
        let name: String

        func run(_ work: RefreshWork) async throws {
            try Data("15\n".utf8).write(to: URL(filePath: work.dataDirectory.appending("PG_VERSION").string))
            try work.failpoint("middle")
        }
    }
#endif

import Engine
import Foundation
import Logging
import Postgres
import Runtime
import ServiceLifecycle
import Storage
import Synchronization
import Testing

@Suite struct RefreshFailureTests {
    @Test func aFailedRefreshLeavesNothingAndTheLastSnapshotStays() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let good = try await laboratory.refresh(laboratory.service(try laboratory.transferStages()))
            try #require(good.state == .finished, "\(good.failure ?? "")")
            let before = try await laboratory.driver.inventory()
            try await laboratory.source.stop()
            let service = laboratory.service(try laboratory.transferStages())
            let bad = try await laboratory.refresh(service)
            #expect(bad.state == .failed && bad.failure?.contains("cannot be read") == true)
            #expect(bad.snapshot == nil && bad.isCleared)
            #expect(try await laboratory.driver.inventory() == before)
            #expect(try laboratory.catalog.latestSnapshot()?.id == good.snapshot)
            #expect(try await laboratory.runtime.inventory().isEmpty)
            let overview = try service.overview()
            #expect(overview.status == .failed && overview.alerts.map(\.kind) == [.refreshFailed])
            #expect(overview.lastRefreshAt != nil)
        }
    }

    @Test func aWrongPasswordIsToldWithoutRepeatingIt() async throws {
        try await RefreshLaboratory.with { laboratory in
            try await laboratory.source.execute("CREATE ROLE u LOGIN PASSWORD 'right'")
            try laboratory.source.requirePasswords()
            try await laboratory.source.execute("SELECT 1")
            let dump = LogicalDumpOptions(source: laboratory.sourceOptions(user: "u", password: "s3cr3t-wrong"))
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.transferStages(dump)))
            #expect(refresh.state == .failed)
            #expect(refresh.failure?.contains("password authentication failed") == true, "\(refresh.failure ?? "")")
            #expect(refresh.failure?.contains("s3cr3t") == false)
            let events = try laboratory.catalog.events()
            #expect(!events.contains { $0.payload.contains("s3cr3t") })
        }
    }

    @Test func aConnectionDroppedInTheMiddleFailsAndIsTriedAgain() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let drops = Mutex(0)
            let cut = Interruption(place: "restore") {
                guard
                    drops.withLock({
                        $0 += 1; return $0 == 1
                    })
                else { return }
                try await laboratory.source.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dblab'"
                )
                let connection = try await Connection(laboratory.source.parameters())
                await connection.close()
                throw PostgresError("server closed the connection unexpectedly")
            }
            let stages = [cut] + (try laboratory.transferStages())
            let service = laboratory.service(stages, retryDelays: [.zero])
            try service.start()
            let last = try await laboratory.running(service) {
                let feed = EventFeed(catalog: laboratory.catalog)
                return try #require(
                    try await feed.first(within: .seconds(120)) { () -> Refresh? in
                        try laboratory.catalog.refreshes(limit: 1).first.flatMap {
                            $0.attempts == 2 && $0.state == Refresh.State.finished ? $0 : nil
                        }
                    }
                )
            }
            #expect(last.attempts == 2)
            let all = try laboratory.catalog.refreshes()
            #expect(all.map(\.state) == [.finished, .failed])
            #expect(try await laboratory.driver.inventory().datasets.count == 1)
        }
    }

    @Test func cancellingStopsTheProgramsAndRemovesTheDataset() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            // Whoever wants to read this table waits until the test lets go.
            let holder = try await Connection(laboratory.source.parameters())
            try await holder.execute("BEGIN; LOCK TABLE public.people IN ACCESS EXCLUSIVE MODE")
            let service = laboratory.service(try laboratory.transferStages())
            try service.start()
            #expect(throws: EngineError.self) { try service.start() }
            let refresh = try await laboratory.running(service) {
                let feed = EventFeed(catalog: laboratory.catalog)
                _ = try await feed.first(within: .seconds(60)) { () -> Bool? in
                    try laboratory.catalog.runningRefresh()?.stage == "restore" ? true : nil
                }
                try service.cancel()
                return try await laboratory.settled()
            }
            #expect(refresh.state == .cancelled && refresh.isCleared)
            #expect(try await laboratory.driver.inventory() == StorageInventory())
            #expect(try await laboratory.runtime.inventory().isEmpty)
            #expect(throws: EngineError.self) { try service.cancel() }
            await holder.close()
        }
    }

    @Test func aRefreshCancelledBeforeItBeginsNeverBegins() async throws {
        try await RefreshLaboratory.with { laboratory in
            let service = laboratory.service([Interruption(place: "restore") { Issue.record("it has begun") }])
            try service.start()
            try service.cancel()
            let refresh = try await laboratory.running(service) { try await laboratory.settled() }
            #expect(refresh.state == .cancelled)
        }
    }

    @Test func aShutdownInterruptsAndTheNextEngineBeginsAgain() async throws {
        try await RefreshLaboratory.with { laboratory in
            let (began, signal) = AsyncStream<Void>.makeStream()
            let (silence, holder) = AsyncStream<Void>.makeStream()
            defer { holder.finish() }
            let waiting = Interruption(place: "restore") {
                signal.yield()
                for await _ in silence {}
                try Task.checkCancellation()
            }
            let service = laboratory.service([waiting])
            try service.start()
            let group = ServiceGroup(services: [service], logger: Logger(label: "test"))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for await _ in began { break }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let first = try #require(try laboratory.catalog.refreshes(limit: 1).first)
            #expect(first.state == .interrupted && first.isCleared)
            #expect(try await laboratory.driver.inventory() == StorageInventory())
            let next = laboratory.service([Interruption(place: "restore") { throw EngineError(.unavailable, "x") }])
            let second = try await laboratory.running(next) {
                let feed = EventFeed(catalog: laboratory.catalog)
                return try await feed.first(within: .seconds(60)) { () -> Refresh? in
                    try laboratory.catalog.refreshes(limit: 1).first.flatMap { $0.state == .failed ? $0 : nil }
                }
            }
            #expect(second?.state == .failed && second?.id != first.id)
        }
    }
}

/// A stage that does what a test wants to happen between two others.
struct Interruption: RetrievalStage {
    let name: String
    let body: @Sendable () async throws -> Void

    init(place: String, _ body: @escaping @Sendable () async throws -> Void) {
        name = place
        self.body = body
    }

    func run(_ work: RefreshWork) async throws { try await body() }
}

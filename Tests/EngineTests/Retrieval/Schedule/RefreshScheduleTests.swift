import FoundationEssentials
import Logging
import Runtime
import ServiceLifecycle
import Storage
import Synchronization
import SystemPackage
import Testing

@testable import Engine

@Suite struct RefreshScheduleTests {
    private func with(
        _ policy: RefreshPolicy,
        _ body: (RefreshService, Catalog) async throws -> Void
    ) async throws {
        let directory = FilePath("/tmp/dblab-schedule-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let catalog = try Fixture.catalog()
        let pool = StoragePool(
            name: "pool",
            directory: directory.appending("pool"),
            kind: .copy,
            driver: try CopyDriver(root: directory.appending("pool"))
        )
        let service = RefreshService(
            catalog: catalog,
            pools: Pools(selected: pool),
            runtime: try NativeRuntime(
                directory: directory.appending("servers"),
                account: RefreshLaboratory.account
            ),
            account: nil,
            stages: [Interruption(place: "restore") { throw EngineError(.invalidArgument, "no source") }],
            policy: policy
        )
        try await body(service, catalog)
    }

    @Test func aRefreshBeginsWhenItsTimeComes() async throws {
        let timetable = try Timetable(parsing: "0 3 * * *")
        try await with(RefreshPolicy(retryDelays: [], timetable: timetable)) { service, catalog in
            let start = try #require(timetable.next(after: Date(timeIntervalSince1970: 1_800_000_000)))
            let looks = Mutex(0)
            // The clock goes on by an hour with each look: 20, 21, … 3 o'clock.
            let schedule = RefreshSchedule(refreshes: service, interval: .milliseconds(1)) {
                let look = looks.withLock { count in
                    count += 1
                    return min(count, 10)
                }
                return start + 3600 * Double(look - 8)
            }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let group = ServiceGroup(services: [schedule], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let event = try await EventFeed(catalog: catalog).first(within: .seconds(60)) {
                    try catalog.events().first { $0.kind == "refresh.started" }
                }
                #expect(event?.payload.contains(#""reason":"schedule""#) == true)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            #expect(looks.withLock { $0 } >= 8, "not before its time")
            #expect(try catalog.refreshes().count == 1)
            #expect(try service.overview().nextRefreshAt != nil)
        }
    }

    @Test func anEmptyEngineWaitsIfItIsToldTo() async throws {
        try await with(RefreshPolicy(startsWhenEmpty: false)) { service, catalog in
            try service.startIfDue()
            #expect(try catalog.refreshes().isEmpty)
            #expect(try service.overview().nextRefreshAt == nil)
        }
        try await with(RefreshPolicy()) { service, catalog in
            try service.startIfDue()
            #expect(try catalog.runningRefresh() != nil)
        }
    }

    @Test func aChosenPoolThatIsEmptyIsFilledAtStart() async throws {
        try await with(RefreshPolicy()) { service, catalog in
            var elsewhere = try Fixture.snapshot()
            elsewhere.pool = "another"
            try catalog.insertSnapshot(elsewhere)
            try service.startIfDue()
            #expect(try catalog.runningRefresh()?.pool == "pool")
        }
        try await with(RefreshPolicy()) { service, catalog in
            try catalog.insertSnapshot(Fixture.snapshot())
            try service.startIfDue()
            #expect(try catalog.refreshes().isEmpty)
        }
    }
}

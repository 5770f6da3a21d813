import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct RetrievalRoutesTests {
    @Test func startsOneRefreshAtATime() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let started = try await requests.send(.post, "/full-refresh").value(Acknowledgement.self)
            #expect(started == Acknowledgement(message: "Full refresh started"))
            let error = try await requests.send(.post, "/full-refresh").error(.badRequest)
            #expect(error.message.hasPrefix("The data refresh/snapshot is currently in progress"))
            let retrieving = try await requests.get("/instance/retrieval").value(Retrieving.self)
            #expect((retrieving.mode, retrieving.status) == ("logical", "refreshing"))
            #expect(retrieving.progress?.refreshID == "1")
        }
    }

    @Test func skippedRefreshesAreCountedUntilOneEndsWell() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            _ = try await requests.send(.post, "/full-refresh")
            for _ in 0..<3 { RefreshSchedule(refreshes: engine.retrieval).begin() }
            let status = try await requests.get("/status").value(InstanceStatus.self)
            let alert = try #require(status.retrieving.alerts["refresh_skipped"])
            #expect(alert.count == 3 && alert.level == "warning")
            #expect(alert.message.hasPrefix("The data refresh/snapshot is currently in progress"))
            #expect(status.status.code == "WARNING")
            let events = try engine.catalog.events(subject: "refresh")
            #expect(events.map(\.kind) == ["refresh.skipped", "refresh.skipped", "refresh.skipped"])
            #expect(events.last?.payload.contains(#""count":"3""#) == true)
        }
    }

    @Test func cancelsOnlyARunningRefresh() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            _ = try await requests.send(.post, "/full-refresh/cancel").error(.badRequest)
            _ = try await requests.send(.post, "/full-refresh")
            #expect(try await requests.send(.post, "/full-refresh/cancel").status == .ok)
        }
    }

    @Test func tellsWhatBecameOfRefreshes() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            _ = try await requests.send(.post, "/full-refresh")
            try engine.catalog.updateRefresh(1, event: "refresh.failed") {
                $0.state = .failed
                $0.failure = "no route to host"
                $0.finishedAt = $0.startedAt
                $0.report.omissions = [Omission(object: "role x", reason: "it is not here")]
            }
            let refreshes = try await requests.get("/instance/refreshes").value([API.Refresh].self)
            #expect(refreshes.map(\.state) == ["failed"])
            #expect(refreshes[0].message == "no route to host")
            #expect(refreshes[0].report.omissions.map(\.object) == ["role x"])
            let status = try await requests.get("/status").value(InstanceStatus.self)
            #expect(status.status.code == "WARNING")
            #expect(status.status.message == "Subsystems that need attention: retrieving")
            #expect(status.retrieving.alerts["refresh_failed"]?.message == "no route to host")
        }
    }
}

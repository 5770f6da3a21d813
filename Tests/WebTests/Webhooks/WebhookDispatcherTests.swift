import Engine
import Foundation
import StubEngine
import Testing
import Web

@Suite(.timeLimit(.minutes(2))) struct WebhookDispatcherTests {
    private static func entities(_ stub: StubEngine) -> [String] {
        stub.requests.compactMap { $0.body.firstMatch(of: /"entity_id":"([^"]*)"/).map { String($0.1) } }
    }

    @Test func aReceiverGetsWhatItWantsFromThePresentOn() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = { _ in .json(200, "{}") }
        try await StubEngine.with(script) { stub in
            let scene = try WebhookScene([WebhookScene.hook("\(stub.url)/hook")])
            try scene.happen("before")
            try await scene.run {
                try await scene.adopted("\(stub.url)/hook")
                try scene.catalog.append("branch.deleted", to: "branch:unwanted")
                for name in ["one", "two", "three"] { try scene.happen(name) }
                _ = try await scene.deliveries(to: "\(stub.url)/hook") { $0.count == 3 }
            }
            #expect(Self.entities(stub) == ["one", "two", "three"])
            #expect(stub.requests.first?.line == "POST /hook")
            #expect(stub.requests.first?.body == #"{"entity_id":"one","event_type":"branch_create"}"#)
        }
    }

    @Test func aFailureIsRepeatedInOrder() async throws {
        let count = Live(0)
        let script: @Sendable (StubRequest) -> StubAnswer = { _ in
            count.set(count.value + 1)
            return .json(count.value <= 3 ? 500 : 204, "")
        }
        try await StubEngine.with(script) { stub in
            let scene = try WebhookScene([WebhookScene.hook(stub.url)])
            try await scene.run {
                try await scene.adopted(stub.url)
                try scene.happen("one")
                try scene.happen("two")
                let log = try await scene.deliveries(to: stub.url) { $0.count { $0.result == .delivered } == 2 }
                #expect(log.map(\.status) == [500, 500, 500, 204, 204])
                #expect(log.first?.failure == "the receiver answered with status 500")
            }
            #expect(Self.entities(stub) == ["one", "one", "one", "one", "two"])
            #expect(Set(stub.requests.compactMap { $0.headers["dblab-webhook-delivery"] }).count == 2)
            #expect(try scene.catalog.webhookPosition(stub.url)?.failures == 0)
        }
    }

    @Test func aDeadReceiverDelaysNobody() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = { $0.target == "/hangs" ? .silence : .json(200, "") }
        try await StubEngine.with(script) { stub in
            let (silent, absent, well) = ("\(stub.url)/hangs", "http://127.0.0.1:1/", "\(stub.url)/well")
            let scene = try WebhookScene([silent, absent, well].map { WebhookScene.hook($0) })
            try await scene.run(timeout: .milliseconds(300)) {
                for url in [silent, absent, well] { try await scene.adopted(url) }
                for number in 1...5 { try scene.happen("b\(number)") }
                _ = try await scene.deliveries(to: well) { $0.count { $0.result == .delivered } == 5 }
                let failures = try await scene.deliveries(to: silent) { $0.count >= 2 }
                #expect(failures.allSatisfy { $0.failure?.hasSuffix("in time") == true && $0.status == nil })
                // On a slow machine the time may be over before the refusal is there, but not each time.
                let refusals = try await scene.deliveries(to: absent) { attempts in
                    attempts.count >= 2 && attempts.contains { $0.failure?.contains("nobody answers") == true }
                }
                #expect(refusals.allSatisfy { $0.status == nil })
                #expect(Set((failures + refusals).map(\.entity)) == ["b1"])
            }
        }
    }

    @Test func redirectsAreNotFollowed() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = {
            $0.target == "/hook" ? .redirect("/other") : .json(200, "")
        }
        try await StubEngine.with(script) { stub in
            let scene = try WebhookScene([WebhookScene.hook("\(stub.url)/hook")])
            try await scene.run {
                try await scene.adopted("\(stub.url)/hook")
                try scene.happen("one")
                let log = try await scene.deliveries(to: "\(stub.url)/hook") { !$0.isEmpty }
                #expect(log.first?.status == 302)
            }
            #expect(Set(stub.requests.map(\.target)) == ["/hook"])
        }
    }

    @Test func aRestartGoesOnWhereItWas() async throws {
        let isUp = Live(true)
        let script: @Sendable (StubRequest) -> StubAnswer = { _ in .json(isUp.value ? 200 : 503, "") }
        try await StubEngine.with(script) { stub in
            let scene = try WebhookScene([WebhookScene.hook(stub.url)])
            try await scene.run {
                try await scene.adopted(stub.url)
                try scene.happen("one")
                _ = try await scene.deliveries(to: stub.url) { $0.count == 1 }
                isUp.set(false)
                try scene.happen("two")
                _ = try await scene.deliveries(to: stub.url) { $0.count >= 2 }
            }
            try scene.happen("three")
            isUp.set(true)
            try await scene.run { _ = try await scene.deliveries(to: stub.url) { $0.last?.entity == "three" } }
            let answered = try scene.catalog.webhookDeliveries(to: stub.url, limit: 200).filter {
                $0.result == .delivered
            }
            #expect(answered.reversed().map(\.entity) == ["one", "two", "three"])
        }
    }

    @Test func hooksComeAndGoWhileItRuns() async throws {
        try await StubEngine.with(WebhookScene.answer(.json(200, ""))) { stub in
            let (first, second) = ("\(stub.url)/first", "\(stub.url)/second")
            let scene = try WebhookScene([WebhookScene.hook(first)])
            try await scene.run {
                try await scene.adopted(first)
                try scene.happen("one")
                _ = try await scene.deliveries(to: first) { $0.count == 1 }
                scene.hooks.set([WebhookScene.hook(second)])
                try await scene.adopted(second)
                try scene.happen("two")
                _ = try await scene.deliveries(to: second) { $0.count == 1 }
            }
            #expect(stub.requests.map(\.target) == ["/first", "/second"])
            #expect(try scene.catalog.webhookPosition(first) == nil)
            #expect(try scene.catalog.webhookDeliveries(to: first, limit: 10).isEmpty)
        }
    }

    @Test func anOldEventIsGivenUpAfterManyFailures() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = {
            $0.body.contains("poison") ? .json(400, "") : .json(200, "")
        }
        try await StubEngine.with(script) { stub in
            let scene = try WebhookScene([WebhookScene.hook(stub.url)])
            var policy = WebhookPolicy(
                firstPause: .milliseconds(1),
                longestPause: .milliseconds(5),
                tick: .milliseconds(5)
            )
            (policy.patience, policy.leastFailures) = (0, 3)
            try await scene.run(policy: policy) {
                try await scene.adopted(stub.url)
                try scene.happen("poison")
                try scene.happen("two")
                let log = try await scene.deliveries(to: stub.url) { $0.last?.result == .delivered }
                #expect(log.map(\.result) == [.failed, .failed, .abandoned, .delivered])
            }
        }
    }

    @Test func theLogOfDeliveriesIsBounded() async throws {
        try await StubEngine.with(WebhookScene.answer(.json(200, ""))) { stub in
            let scene = try WebhookScene([WebhookScene.hook(stub.url)])
            try await scene.run {
                try await scene.adopted(stub.url)
                for number in 1...230 { try scene.happen("b\(number)") }
                _ = try await scene.deliveries(to: stub.url) { $0.last?.entity == "b230" }
            }
            #expect(try scene.catalog.webhookDeliveries(to: stub.url, limit: 1000).count == 200)
            #expect(Self.entities(stub) == (1...230).map { "b\($0)" })
        }
    }
}

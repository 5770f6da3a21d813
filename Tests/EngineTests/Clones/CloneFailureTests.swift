import Engine
import Foundation
import Postgres
import Runtime
import Storage
import Testing

@Suite struct CloneFailureTests {
    private let now = Date(timeIntervalSince1970: 0)

    private func failure(_ error: any Error, after previous: CloneFailure? = nil, isGoing: Bool = false) -> CloneFailure
    {
        CloneFailure(error, step: "startServer", previous: previous, isGoing: isGoing, now: now)
    }

    @Test func whatWouldRepeatItselfIsFinal() {
        #expect(failure(RuntimeError(.failedToStart, "it ended", log: ["FATAL: x"])).retryAt == nil)
        #expect(failure(RuntimeError(.failedToStart, "it ended", log: ["FATAL: x"])).log == ["FATAL: x"])
        #expect(failure(StorageError(.outOfSpace, "full")).retryAt == nil)
        #expect(failure(EngineError(.failedPrecondition, "no such database")).retryAt == nil)
    }

    @Test func whatMayBeChanceIsTriedThreeTimes() {
        let first = failure(FailpointError(place: "x"))
        let second = failure(FailpointError(place: "x"), after: first)
        let third = failure(FailpointError(place: "x"), after: second)
        #expect(first.retryAt == now.addingTimeInterval(1))
        #expect(second.retryAt == now.addingTimeInterval(2))
        #expect(third.retryAt == nil)
        #expect(third.attempts == 3)
    }

    @Test func aPoolThatIsAwayIsWaitedForAndPeopleAreTold() {
        var last: CloneFailure?
        for _ in 1...9 { last = failure(StorageError(.unavailable, "not mounted"), after: last) }
        #expect(last?.retryAt == now.addingTimeInterval(60))
        #expect(last?.needsAttention == true)
    }

    @Test func whatMustGoIsTriedForEverAtMostAMinuteApart() {
        var last: CloneFailure?
        for _ in 1...40 { last = failure(StorageError(.outOfSpace, "full"), after: last, isGoing: true) }
        #expect(last?.attempts == 40)
        #expect(last?.retryAt == now.addingTimeInterval(60))
    }
}

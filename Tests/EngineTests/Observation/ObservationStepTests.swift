import Engine
import Foundation
import Testing

@Suite struct ObservationStepTests {
    private static let start = Date(timeIntervalSince1970: 1_767_225_600)

    private func observation(_ state: Observation.State, of clone: Clone) throws -> Observation {
        let settings = try ObservationSettings(interval: 2, maxDuration: 60)
        let request = try ObservationRequest(clone: clone.id, settings: settings)
        var observation = Observation(request, of: clone, database: "postgres", now: Self.start)
        observation.id = 7
        observation.state = state
        return observation
    }

    @Test func goesOnStepByStep() throws {
        var clone = try Fixture.clone(provisioned: 1, phase: .ready)
        let at = { (seconds: Double) in Self.start.addingTimeInterval(seconds) }
        #expect(try observation(.starting, of: clone).nextStep(of: clone, now: at(0)) == .prepare)
        var running = try observation(.running, of: clone)
        #expect(running.nextStep(of: clone, now: at(0)) == .sample)
        running.sampledAt = at(1)
        #expect(running.nextStep(of: clone, now: at(1.5)) == nil)
        #expect(running.nextStep(of: clone, now: at(2)) == .sample)
        #expect(running.nextStep(of: clone, now: at(-100)) == .sample, "a clock that was set back ends no session")
        #expect(running.nextStep(of: clone, now: at(60)) == .conclude)
        #expect(try observation(.finishing, of: clone).nextStep(of: nil, now: at(0)) == .collect)
        #expect(try observation(.finished, of: clone).nextStep(of: clone, now: at(99)) == nil)
        clone.revision = 2
        #expect(running.nextStep(of: clone, now: at(1)) == .conclude, "a reset makes other data of it")
        #expect(running.nextStep(of: nil, now: at(1)) == .conclude)
    }

    @Test func samplesFillIntervals() throws {
        let observation = try observation(.running, of: try Fixture.clone())
        let sample = { (seconds: Double, locks: String) in
            ObservationSample(at: Self.start.addingTimeInterval(seconds), locks: locks)
        }
        let first = observation.interval(after: nil, with: sample(1, ""))
        #expect((first.number, first.duration, first.hasWarning) == (1, 1, false))
        let same = observation.interval(after: first, with: sample(2, "[1]"))
        #expect((same.number, same.duration, same.warning) == (1, 2, "[1]"))
        let next = observation.interval(after: same, with: sample(3, ""))
        #expect((next.number, next.duration, next.hasWarning) == (2, 1, false))
        #expect(observation.interval(after: next, with: sample(4, "")).hasWarning == false)
    }

    @Test func allOfTheChecklistDecides() throws {
        var observation = try observation(.finished, of: try Fixture.clone())
        let verdict = { (observation: Observation, warnings: Int, duration: Double) in
            observation.verdict(totalIntervals: 3, warningIntervals: warnings, duration: duration)
        }
        #expect(verdict(observation, 0, 59).isPassed)
        #expect(!verdict(observation, 1, 59).isPassed && !verdict(observation, 1, 59).hasNoLongDangerousLocks)
        #expect(!verdict(observation, 0, 60).isPassed && !verdict(observation, 0, 60).isDurationAcceptable)
        observation.facts.add(LoggedError(type: "ERROR", message: "x"))
        #expect(!verdict(observation, 0, 1).isPassed && !verdict(observation, 0, 1).hasNoLogErrors)
        observation.settings.allowsLogErrors = true
        #expect(verdict(observation, 0, 1).isPassed)
        observation.hasOverallError = true
        #expect(!verdict(observation, 0, 1).isPassed && !verdict(observation, 0, 1).overallSuccess)
        observation.hasOverallError = false
        observation.ending = "session 8 took its place"
        #expect(!verdict(observation, 0, 1).isPassed)
    }

    @Test(arguments: [
        (-1, 0, 0, "observation_interval"), (3601, 0, 0, "observation_interval"), (0, 86401, 0, "max_lock_duration"),
        (0, 0, 604_801, "max_duration"), (1, 0, 86400, "observation_interval"), (0, 0, -5, "max_duration"),
    ])
    func settingsOutOfRangeAreRefusedByName(interval: Int, lock: Int, duration: Int, field: String) throws {
        let error = #expect(throws: EngineError.self) {
            _ = try ObservationSettings(interval: interval, maxLockDuration: lock, maxDuration: duration)
        }
        #expect(error?.code == .invalidArgument && error?.message.contains("config.\(field)") == true)
    }

    @Test func zeroStandsForTheDefault() throws {
        let settings = try ObservationSettings()
        #expect((settings.interval, settings.maxLockDuration, settings.maxDuration) == (10, 10, 3600))
    }
}

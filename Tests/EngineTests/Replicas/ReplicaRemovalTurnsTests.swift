import Testing

@testable import Engine

/// Each turn of the worker, as it asks and answers.
@Suite struct ReplicaRemovalTurnsTests {
    private func looks(at events: [Int64], leavingSomething: Bool) -> [Bool] {
        var turns = ReplicaRemovalTurns()
        return events.map { event in
            let isDue = turns.isDue(at: event)
            if isDue, leavingSomething { turns.noteLeftover() }
            return isDue
        }
    }

    @Test func nothingLeftWaitsForAnEvent() {
        #expect(looks(at: [7, 7, 7, 8, 8], leavingSomething: false) == [true, false, false, true, false])
    }

    @Test func leftoversAreTriedAgainEverMoreRarely() {
        let turnsTaken = looks(at: Array(repeating: 7, count: 400), leavingSomething: true)
        let due = turnsTaken.indices.filter { turnsTaken[$0] }
        #expect(due == [0, 1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383])
    }

    @Test func anEventIsLookedAtAtOnceAndBeginsAnew() {
        let turnsTaken = looks(at: [7, 7, 7, 7, 7, 7, 8, 8, 8, 8], leavingSomething: true)
        #expect(turnsTaken.suffix(4) == [true, true, false, true])
    }

    @Test func severalLeftoversOfOneLookCountOnce() {
        var turns = ReplicaRemovalTurns()
        let first = turns.isDue(at: 7)
        turns.noteLeftover()
        turns.noteLeftover()
        let second = turns.isDue(at: 7)
        #expect(first && second)
    }
}

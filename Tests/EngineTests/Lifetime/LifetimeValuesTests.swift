import FoundationEssentials
import Testing

@testable import Engine

/// What is decided about lifetimes, on values alone.
@Suite struct LifetimeValuesTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        arguments: [
            // protected, until (seconds from now), delete at, expected
            (true, nil, nil, nil),
            (true, 0, nil, Expiry.unprotect),
            (true, -1, nil, .unprotect),
            (true, 3600, nil, .warn(until: now + 3600)),
            (true, 3601, nil, nil),
            // Should never be, and then protection wins.
            (true, nil, -1, nil),
            (false, nil, nil, nil),
            (false, nil, 1, nil),
            (false, nil, 0, .delete),
            (false, -5, -5, .delete),
        ] as [(Bool, Double?, Double?, Expiry?)]
    )
    func timeAsksFor(isProtected: Bool, until: Double?, delete: Double?, expected: Expiry?) throws {
        var clone = try Fixture.clone()
        clone.isProtected = isProtected
        clone.protectedUntil = until.map { Self.now + $0 }
        clone.deleteAt = delete.map { Self.now + $0 }
        #expect(clone.expiry(at: Self.now, lead: 3600) == expected)
    }

    @Test func aWishMustSaySomethingAndNotBoth() throws {
        var snapshot = try Fixture.snapshot()
        let nothing = #expect(throws: EngineError.self) { try LifetimeChange().apply(to: &snapshot) }
        #expect(nothing?.message == "nothing to update: specify protected or deleteAt")
        let both = #expect(throws: EngineError.self) {
            try LifetimeChange(isProtected: true, deletion: .at(Self.now)).apply(to: &snapshot)
        }
        #expect(both?.message == "cannot enable protection and schedule deletion at the same time")
        #expect(snapshot == (try Fixture.snapshot()))
    }

    @Test(
        arguments: [
            (nil, 0, 0, nil), (nil, 60, 0, 60), (nil, 60, 30, 30), (nil, 0, 30, 30),
            (0, 60, 0, nil), (0, 60, 30, 30), (10, 60, 30, 10), (90, 60, 30, 30), (90, 0, 0, 90),
        ] as [(Int?, Int, Int, Int?)]
    )
    func protectionLastsAsLong(given: Int?, lease: Int, limit: Int, expected: Int?) throws {
        var clone = try Fixture.clone()
        clone.deleteAt = Self.now
        let change = LifetimeChange(isProtected: true, protectionMinutes: given)
        try change.apply(to: &clone, lease: lease, limit: limit, now: Self.now)
        #expect(clone.isProtected && clone.deleteAt == nil)
        #expect(clone.protectedUntil == expected.map { Self.now + Double($0) * 60 })
    }

    @Test func theLaterWishWins() throws {
        var clone = try Fixture.clone()
        try LifetimeChange(isProtected: true, protectionMinutes: 5).apply(to: &clone, now: Self.now)
        try LifetimeChange(deletion: .at(Self.now)).apply(to: &clone)
        #expect(!clone.isProtected && clone.protectedUntil == nil && clone.deleteAt == Self.now)
        try LifetimeChange(isProtected: false).apply(to: &clone)
        #expect(clone.deleteAt == Self.now, "only protection is ended")
        try LifetimeChange(deletion: .never).apply(to: &clone)
        #expect(clone.deleteAt == nil)
    }

    @Test func quietTimeIsWhatWasWatchedWithoutAnyUse() {
        var lifetime = Lifetime(subject: "clone:a")
        lifetime.note(Use(isBusy: false, fingerprint: "1"), elapsed: 100)
        #expect(lifetime.quietSeconds == 0, "what was before the first look is not known")
        lifetime.note(Use(isBusy: false, fingerprint: "1"), elapsed: 60)
        lifetime.note(Use(isBusy: false, fingerprint: "1"), elapsed: 60)
        #expect(lifetime.quietSeconds == 120)
        lifetime.note(Use(isBusy: false, fingerprint: "1"), elapsed: -1000)
        #expect(lifetime.quietSeconds == 120)
        lifetime.note(Use(isBusy: false, fingerprint: "2"), elapsed: 60)
        #expect(lifetime.quietSeconds == 0, "somebody came and went")
        lifetime.note(Use(isBusy: false, fingerprint: "2"), elapsed: 60)
        lifetime.note(Use(isBusy: true, fingerprint: "2"), elapsed: 60)
        #expect(lifetime.quietSeconds == 0, "a transaction is open")
    }

    @Test func theClockIsDoubtedAfterItWasSet() {
        let steps: [(time: Double, uptime: Double, jump: Double?, isGiven: Bool)] = [
            (5, 5, nil, true),
            // A small correction.
            (40, 30, nil, true),
            (86_445, 35, 86_400, false),
            // It runs evenly, but not for long yet.
            (86_450, 40, nil, false), (87_044, 634, nil, false), (87_045, 635, nil, true),
            (700, 690, -86_400, false),
        ]
        var trust = ClockTrust(Self.reading(0, 0))
        #expect(trust.isGiven)
        for step in steps {
            let jump = trust.observe(Self.reading(step.time, step.uptime))
            #expect(jump == step.jump && trust.isGiven == step.isGiven, "\(step)")
        }
    }

    @Test func aClockThatWentBackOverAStartOfTheMachineIsDoubted() {
        var trust = ClockTrust(Self.reading(1000, 500))
        let later = trust.observe(Self.reading(1100, 20, boot: "second"))
        #expect(later == nil && trust.isGiven)
        let earlier = trust.observe(Self.reading(100, 10, boot: "third"))
        #expect(earlier == -1000 && !trust.isGiven)
        let steady = trust.observe(Self.reading(700, 610, boot: "third"))
        #expect(steady == nil && trust.isGiven)
    }

    @Test func theMachinesClocksAgree() {
        let first = ClockReading.now()
        let second = ClockReading.now()
        #expect(!first.boot.isEmpty && second.uptime >= first.uptime)
        #expect(second.jump(since: first).map { abs($0) < ClockTrust.tolerance } == true)
    }

    static func reading(_ time: Double, _ uptime: Double, boot: String = "first") -> ClockReading {
        ClockReading(time: now + time, uptime: uptime, boot: boot)
    }
}

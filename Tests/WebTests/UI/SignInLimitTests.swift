import Testing
import Web

@Suite struct SignInLimitTests {
    @Test func tenMistakesAtOnceThenOneInThreeSeconds() {
        let start = ContinuousClock.now
        let limit = SignInLimit(now: start)
        for _ in 0..<10 {
            #expect(limit.allows(now: start))
            limit.fail(now: start)
        }
        #expect(!limit.allows(now: start))
        #expect(!limit.allows(now: start + .seconds(0)))
        #expect(limit.allows(now: start + .seconds(4)))
        for _ in 0..<2 { limit.fail(now: start + .seconds(4)) }
        #expect(!limit.allows(now: start + .seconds(4)))
        #expect(limit.allows(now: start + .seconds(3600)))
    }
}

import Engine
import Foundation
import Testing

@Suite struct PoolHistoryTests {
    private static func sample(_ pool: String, _ number: Int) -> PoolSample {
        PoolSample(
            pool: pool,
            at: Date(timeIntervalSince1970: Double(number)),
            size: 100,
            free: number,
            usedBySnapshots: 0,
            usedByClones: 0
        )
    }

    @Test func theOlderTheCoarserAndNeverTooMany() throws {
        let history = PoolHistory(limit: 8)
        for number in 0..<100 { history.add(Self.sample("a", number)) }
        let samples = history.all
        #expect((4...8).contains(samples.count))
        #expect(samples.first?.free == 0 && samples.last?.free == 99)
        #expect(samples.map(\.at) == samples.map(\.at).sorted())
    }

    @Test func poolsDoNotPushEachOtherOut() {
        let history = PoolHistory(limit: 2)
        history.add(Self.sample("b", 1))
        for number in 0..<10 { history.add(Self.sample("a", number)) }
        #expect(history.all.contains(Self.sample("b", 1)) && history.all.first?.pool == "a")
    }
}

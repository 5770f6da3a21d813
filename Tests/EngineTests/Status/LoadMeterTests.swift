import Engine
import Runtime
import Testing

@Suite struct LoadMeterTests {
    private let start = ContinuousClock.now

    @Test func processorsAreWhatWasTakenBetweenTwoLooks() {
        var meter = LoadMeter()
        let first = meter.read(["a": ServerLoad(processorTime: .seconds(100), memory: 7)], at: start)
        #expect(first == ["a": CloneLoad(processors: 0, memory: 7)], "how long it took that long, nobody saw")
        let second = meter.read(["a": ServerLoad(processorTime: .seconds(115), memory: 8)], at: start + .seconds(10))
        #expect(second == ["a": CloneLoad(processors: 1.5, memory: 8)])
    }

    @Test func anotherServerOfTheSameCloneTookNothingNegative() {
        var meter = LoadMeter()
        _ = meter.read(["a": ServerLoad(processorTime: .seconds(100), memory: 7)], at: start)
        let loads = meter.read(
            ["a": ServerLoad(processorTime: .seconds(1), memory: 7), "b": ServerLoad(processorTime: .zero, memory: 1)],
            at: start + .seconds(10)
        )
        #expect(loads.mapValues(\.processors) == ["a": 0, "b": 0])
    }

    @Test func whoIsGoneIsForgotten() {
        var meter = LoadMeter()
        _ = meter.read(["a": ServerLoad(processorTime: .seconds(100), memory: 7)], at: start)
        #expect(meter.read([:], at: start + .seconds(10)).isEmpty)
        let again = meter.read(["a": ServerLoad(processorTime: .seconds(200), memory: 7)], at: start + .seconds(20))
        #expect(again["a"]?.processors == 0)
    }
}

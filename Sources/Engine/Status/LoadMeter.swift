package import Runtime

/// What a clone's server takes of the machine.
package struct CloneLoad: Equatable, Sendable {
    /// Processor time per time between the last two looks: 1 is one core; 0 after the first look.
    package var processors: Double
    /// Bytes of memory; what processes share counts once.
    package var memory: Int

    package init(processors: Double = 0, memory: Int) {
        self.processors = processors
        self.memory = memory
    }
}

/// Tells from what servers took until now how much they take.
package struct LoadMeter: Sendable {
    private var last: (loads: [String: ServerLoad], moment: ContinuousClock.Instant)?

    package init() {}

    /// - Parameter loads: what servers took so far, by any key that stays.
    package mutating func read(
        _ loads: [String: ServerLoad],
        at moment: ContinuousClock.Instant
    ) -> [String: CloneLoad] {
        defer { last = (loads, moment) }
        return Dictionary(
            uniqueKeysWithValues: loads.map { key, load in
                (key, CloneLoad(processors: processors(of: key, load, at: moment), memory: load.memory))
            }
        )
    }

    private func processors(of key: String, _ load: ServerLoad, at moment: ContinuousClock.Instant) -> Double {
        guard let last, let before = last.loads[key], moment > last.moment else { return 0 }
        // Another server of the same clone starts from 0.
        return max(.zero, load.processorTime - before.processorTime) / (moment - last.moment)
    }
}

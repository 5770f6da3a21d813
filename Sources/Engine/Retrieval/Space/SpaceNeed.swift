package import Storage

/// How much room a new golden copy takes, by what its source takes.
package struct SpaceNeed: Equatable, Sendable {
    /// Bytes of each database at the source.
    package var databases: [String: Int]

    package init(databases: [String: Int]) { self.databases = databases }

    /// Bytes of all databases together.
    package var bytes: Int { databases.values.reduce(0, +) }

    /// - Parameter share: how much of a database's size its copy takes on disk; less than 1 where files are packed.
    /// - Throws: ``EngineError`` `exhausted` with all figures if the copy cannot fit.
    package func check(space: PoolSpace, pool: String, share: Double = 1) throws {
        let need = Int(Double(bytes) * share)
        guard need > space.free else { return }
        let parts = databases.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
            .map { "\($0.key) \(Self.text($0.value))" }.joined(separator: ", ")
        let more = databases.count > 5 ? " and \(databases.count - 5) more" : ""
        throw EngineError(
            .exhausted,
            "the new copy does not fit: it takes about \(Self.text(need)), "
                + "pool \"\(pool)\" has \(Self.text(space.free)) free of \(Self.text(space.size))",
            detail: "At the source the databases take \(Self.text(bytes)): \(parts)\(more).",
            hint: "Destroy clones, delete snapshots, or give the pool more room."
        )
    }

    /// A number of bytes for people.
    static func text(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1024, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return unit == 0 ? "\(bytes) B" : "\((value * 10).rounded() / 10) \(units[unit])"
    }
}

/// A stage that can tell what it is going to put on disk.
package protocol SpaceEstimating: RetrievalStage {
    /// What the source takes; without what it does not take for sure.
    func spaceNeed() async throws -> SpaceNeed
}

package import FoundationEssentials

/// How far a refresh is.
package struct RefreshProgress: Codable, Equatable, Sendable {
    /// The stage in hand: `dump`, `restore`, `analyze` and so on.
    package var stage: String
    /// What it is doing, in words.
    package var message: String
    package var tablesDone: Int
    package var tablesTotal: Int
    package var bytesDone: Int
    package var bytesTotal: Int
    /// Bytes per second over the last moments.
    package var rate: Double
    package var at: Date

    package init(
        stage: String,
        message: String = "",
        tablesDone: Int = 0,
        tablesTotal: Int = 0,
        bytesDone: Int = 0,
        bytesTotal: Int = 0,
        rate: Double = 0,
        at: Date = Date()
    ) {
        self.stage = stage
        self.message = message
        self.tablesDone = tablesDone
        self.tablesTotal = tablesTotal
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.rate = rate
        self.at = at
    }
}

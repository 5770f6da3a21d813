/// When and how often refreshes are run.
package struct RefreshPolicy: Sendable {
    /// Waiting times before further attempts of a failed refresh; as many attempts follow.
    package var retryDelays: [Duration]
    /// What users see as the kind of retrieval.
    package var mode: RetrievalOverview.Mode
    /// Names the socket of the restoring server; it listens on no address.
    package var port: Int
    /// When refreshes begin by themselves; `nil` for never.
    package var timetable: Timetable?
    /// Whether an engine without any snapshot begins a refresh at its start.
    package var startsWhenEmpty: Bool

    package init(
        retryDelays: [Duration] = [.seconds(10), .seconds(60)],
        mode: RetrievalOverview.Mode = .logical,
        port: Int = 5432,
        timetable: Timetable? = nil,
        startsWhenEmpty: Bool = true
    ) {
        self.retryDelays = retryDelays
        self.mode = mode
        self.port = port
        self.timetable = timetable
        self.startsWhenEmpty = startsWhenEmpty
    }

    /// How long to wait after the failure of this attempt (1 is the first); `nil` if it was the last.
    package func delay(afterAttempt attempt: Int) -> Duration? {
        attempt >= 1 && attempt <= retryDelays.count ? retryDelays[attempt - 1] : nil
    }
}

import API

/// Shows a refresh as its events come: a bar on a terminal, lines elsewhere, events with `--output json`.
struct RefreshWatch {
    let isTerminal: Bool
    let isJSON: Bool
    private var bar = ProgressBar()
    private var lastLine = ""
    private var lastPercent = -100

    init(isTerminal: Bool, isJSON: Bool) {
        self.isTerminal = isTerminal
        self.isJSON = isJSON
    }

    /// Shows an event and returns whether the refresh is finished.
    /// - Throws: ``CommandError/failed(_:)`` when it failed or was cancelled.
    mutating func take(_ event: Event) throws -> Bool {
        guard event.kind.rawValue.hasPrefix("refresh.") else { return false }
        if isJSON { try Output.json(event) }
        switch event.kind {
        case .refreshProgress:
            // What is not understood is not worth ending the watch for.
            if !isJSON, let progress = Self.progress(of: event) { show(progress) }
            return false
        case .refreshFinished:
            bar.end()
            return true
        case .refreshFailed, "refresh.interrupted":
            bar.end()
            throw CommandError.failed(
                "the refresh failed: \(Self.reason(of: event)). \(Self.outlook(after: event))"
            )
        case .refreshCancelled:
            bar.end()
            throw CommandError.failed("the refresh was cancelled")
        default: return false
        }
    }

    /// The lines that end a watch.
    static func lines(_ report: RefreshReport?) -> [String] {
        guard let report else { return ["Full refresh finished"] }
        return ["Full refresh finished" + (report.snapshotID.map { ": snapshot \($0)" } ?? "")]
            + report.durations.sorted { $0.key < $1.key }.map { "  \($0): \(tenths($1)) s" }
            + report.omissions.map { "  left out: \($0.object): \($0.reason)" }
            + report.neutralized.map { "  \($0.object): \($0.action)" }
            + lines(report.masking)
    }

    private static func lines(_ masking: MaskingReport?) -> [String] {
        guard let masking else { return [] }
        let what = "\(masking.rows) rows of \(masking.tables.count) tables in \(tenths(masking.seconds)) s"
        return [
            "  masked: \(what), with key \(masking.keyID) and rules \(masking.rulesHash); "
                + "\(masking.valuesLookedFor) old values looked for, none found"
                + (masking.anonymizer.map { "; labels by PostgreSQL Anonymizer \($0)" } ?? "")
        ]
    }

    private mutating func show(_ progress: RefreshProgress) {
        guard !isTerminal else { return bar.show(progress) }
        let line = "\(progress.stage): \(progress.message)"
        let percent = ProgressBar.percent(of: progress) ?? 0
        // Logs want news, not every step.
        guard line != lastLine || percent >= lastPercent + 5 else { return }
        lastLine = line
        lastPercent = percent
        Output.text(ProgressBar.text(of: progress))
    }

    private static func tenths(_ seconds: Double) -> Double {
        Double(Int(min(max(0, seconds), 1e9) * 10)) / 10
    }

    /// Totals of 0 are unknown ones, and events call the rate `rate`.
    private static func progress(of event: Event) -> RefreshProgress? {
        guard var progress = try? JSONCoding.value(RefreshProgress.self, from: JSONCoding.data(event.payload)) else {
            return nil
        }
        if progress.tablesTotal == 0 { progress.tablesTotal = nil }
        if progress.bytesTotal == 0 { progress.bytesTotal = nil }
        if case .integer(let rate)? = event.payload["rate"] { progress.bytesPerSecond = Double(rate) }
        return progress
    }

    private static func outlook(after event: Event) -> String {
        let stays = "The last snapshot and all clones stay as they are"
        guard let seconds = event.payload["retryInSeconds"]?.string else { return stays }
        return "\(stays); the engine tries again in \(seconds) s"
    }

    private static func reason(of event: Event) -> String {
        for field in ["reason", "message"] {
            if let reason = event.payload[field]?.string, !reason.isEmpty { return reason }
        }
        return "no reason given; see \"dblab instance status\""
    }
}

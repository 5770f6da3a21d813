import API
import Engine
import FoundationEssentials

extension ObservationSession {
    init(_ report: ObservationReport) {
        let observation = report.observation
        let isOver = observation.state == .finished
        self.init(
            sessionID: UInt64(clamping: observation.number),
            startedAt: GoTime(observation.startedAt),
            finishedAt: GoTime(observation.finishedAt),
            config: ObservationConfig(observation.settings),
            tags: observation.tags,
            artifacts: isOver ? observation.artifacts : nil,
            result: isOver ? ObservationResult(report) : nil,
            ending: observation.ending
        )
    }
}

extension ObservationConfig {
    fileprivate init(_ settings: ObservationSettings) {
        self.init(
            observationInterval: settings.interval,
            maxLockDuration: settings.maxLockDuration,
            maxDuration: settings.maxDuration,
            allowLogErrors: settings.allowsLogErrors ? true : nil
        )
    }
}

extension ObservationResult {
    fileprivate init(_ report: ObservationReport) {
        let verdict = report.verdict
        self.init(
            status: verdict.isPassed ? "passed" : "failed",
            intervals: report.intervals.map {
                Interval(startedAt: GoTime($0.startedAt), duration: $0.duration, warning: $0.warning)
            },
            summary: Summary(
                totalDuration: verdict.totalDuration,
                totalIntervals: verdict.totalIntervals,
                warningIntervals: verdict.warningIntervals,
                checklist: Checklist(
                    overallSuccess: verdict.overallSuccess,
                    sessionDurationAcceptable: verdict.isDurationAcceptable,
                    noLongDangerousLocks: verdict.hasNoLongDangerousLocks,
                    noLogErrors: verdict.hasNoLogErrors
                )
            )
        )
    }
}

extension ObservationSummary {
    init(_ report: ObservationReport) {
        let observation = report.observation
        let facts = observation.facts
        self.init(
            sessionID: UInt64(clamping: observation.number),
            cloneID: observation.clone,
            duration: Duration(
                total: GoDuration.text(report.verdict.totalDuration.rounded(.down)),
                startedAt: GoTime(observation.startedAt),
                finishedAt: GoTime(observation.finishedAt),
                longestQuery: GoDuration.text(facts.longestQuery)
            ),
            databaseSize: DatabaseSize(
                total: Self.size(facts.finalSize),
                diff: Self.size(facts.finalSize - facts.initialSize),
                objects: Objects(facts.objects)
            ),
            locks: Locks(
                totalInterval: report.verdict.totalIntervals,
                warningInterval: report.verdict.warningIntervals
            ),
            logErrors: LogErrors(count: facts.errorCount, message: facts.errors.map(\.message).joined(separator: ",")),
            artifactTypes: observation.artifacts
        )
    }

    private static func size(_ bytes: Int) -> String {
        (bytes < 0 ? "-" : "") + ByteCount.text(UInt64(bytes.magnitude))
    }
}

extension ObservationSummary.Objects {
    fileprivate init(_ sizes: ObjectSizes) {
        self.init(
            count: sizes.count,
            rows: sizes.rows,
            total: sizes.total,
            tables: sizes.tables,
            indexes: sizes.indexes,
            toast: sizes.toast
        )
    }
}

import FoundationEssentials
import Logging
import Masking
import Postgres
import Synchronization

/// Collects what the stages of one refresh report, and writes progress to the catalog at most twice a second.
final class RefreshRecorder: Sendable {
    private struct State {
        var report = RefreshReport()
        var known: Set<Omission> = []
        var dataStateAt: Date?
        var settings: [String: String] = [:]
        var settingsCatalog: SettingsCatalog?
        var writtenAt: ContinuousClock.Instant?
        var writtenStage = ""
        var last: RefreshProgress?
    }

    private let catalog: Catalog
    private let id: Int64
    private let state = Mutex(State())
    private let logger = Logger(label: "dblab.refresh")

    init(catalog: Catalog, id: Int64) {
        self.catalog = catalog
        self.id = id
    }

    var report: RefreshReport { state.withLock { $0.report } }
    var dataStateAt: Date? { state.withLock { $0.dataStateAt } }
    var settings: [String: String] { state.withLock { $0.settings } }
    var settingsCatalog: SettingsCatalog? { state.withLock { $0.settingsCatalog } }

    func record(_ progress: RefreshProgress) {
        var progress = progress
        let isDue = state.withLock { state in
            // A stage that counts nothing shows what the one before has done.
            if let last = state.last, progress.bytesTotal == 0, progress.tablesTotal == 0 {
                (progress.tablesDone, progress.tablesTotal) = (last.tablesDone, last.tablesTotal)
                (progress.bytesDone, progress.bytesTotal) = (last.bytesDone, last.bytesTotal)
            }
            state.last = progress
            let now = ContinuousClock.now
            let isDue =
                state.writtenStage != progress.stage || state.writtenAt.map { now - $0 >= .milliseconds(500) } ?? true
            if isDue { (state.writtenAt, state.writtenStage) = (now, progress.stage) }
            return isDue
        }
        guard isDue else { return }
        do { try catalog.recordProgress(progress, of: id) } catch {
            logger.warning("progress not recorded: \(error)")
        }
    }

    func leaveOut(_ omission: Omission) {
        let isNew = state.withLock { state in
            guard state.known.insert(omission).inserted else { return false }
            state.report.omissions.append(omission)
            return true
        }
        if isNew { logger.notice("left out: \(omission.object): \(omission.reason)", metadata: ["refresh": "\(id)"]) }
    }

    func neutralize(_ found: Neutralization) {
        state.withLock { $0.report.neutralized = ($0.report.neutralized ?? []) + [found] }
        logger.info("\(found.object): \(found.action)", metadata: ["refresh": "\(id)"])
    }

    /// The earliest moment counts: data of several databases may be of several.
    func setDataStateAt(_ date: Date) {
        state.withLock { $0.dataStateAt = min($0.dataStateAt ?? date, date) }
    }

    func addSettings(_ settings: [String: String]) {
        state.withLock { $0.settings.merge(settings) { _, later in later } }
    }

    func setSettingsCatalog(_ catalog: SettingsCatalog) { state.withLock { $0.settingsCatalog = catalog } }

    func setMasking(_ report: MaskingReport) { state.withLock { $0.report.masking = report } }

    func recordDuration(_ duration: Duration, of stage: String) {
        state.withLock { $0.report.durations[stage, default: 0] += duration.inSeconds }
    }
}

import API
import Engine
import Masking

extension API.RefreshProgress {
    init(_ refresh: DomainRefresh) {
        let progress = refresh.progress
        self.init(
            refreshID: refresh.number,
            stage: progress.stage,
            message: progress.message,
            tablesDone: progress.tablesDone,
            tablesTotal: progress.tablesTotal.nonZero,
            bytesDone: UInt64(clamping: progress.bytesDone),
            bytesTotal: progress.bytesTotal.nonZero.map { UInt64(clamping: $0) },
            bytesPerSecond: progress.rate,
            startedAt: Timestamp(refresh.startedAt)
        )
    }
}

extension API.RefreshReport {
    init(_ refresh: DomainRefresh) {
        self.init(
            refreshID: refresh.number,
            startedAt: Timestamp(refresh.startedAt),
            finishedAt: Timestamp(refresh.finishedAt),
            snapshotID: refresh.snapshot,
            tables: refresh.progress.tablesDone,
            bytes: UInt64(clamping: refresh.progress.bytesDone),
            durations: refresh.report.durations,
            omissions: refresh.report.omissions.map { RefreshOmission(object: $0.object, reason: $0.reason) },
            neutralized: (refresh.report.neutralized ?? []).map {
                RefreshNeutralization(object: $0.object, action: $0.action)
            },
            masking: refresh.report.masking.map { API.MaskingReport($0) }
        )
    }
}

extension API.MaskingReport {
    init(_ report: Masking.MaskingReport) {
        self.init(
            rulesHash: report.rulesHash,
            keyID: report.keyID,
            valuesLookedFor: report.valuesLookedFor,
            anonymizer: report.anonymizer,
            rows: report.rows,
            seconds: report.seconds,
            rowsPerSecond: report.seconds > 0 ? Double(report.rows) / report.seconds : 0,
            tables: report.tables.map {
                API.MaskedTable(
                    database: $0.database,
                    table: $0.table,
                    rows: $0.rows,
                    seconds: $0.seconds,
                    columns: $0.columns
                )
            },
            kept: report.kept.map { API.KeptColumn(column: $0.column, reviewedBy: $0.reviewedBy, reason: $0.reason) }
        )
    }
}

extension API.Refresh {
    init(_ refresh: DomainRefresh) {
        self.init(
            id: refresh.number,
            pool: refresh.pool,
            state: refresh.state.rawValue,
            stage: refresh.stage,
            attempts: refresh.attempts,
            message: refresh.failure ?? "",
            startedAt: Timestamp(refresh.startedAt),
            finishedAt: refresh.finishedAt.map { Timestamp($0) },
            dataStateAt: refresh.dataStateAt.map { Timestamp($0) },
            snapshotID: refresh.snapshot,
            progress: API.RefreshProgress(refresh),
            report: API.RefreshReport(refresh)
        )
    }
}

extension DomainRefresh {
    /// What users know it by.
    fileprivate var number: String { String(id ?? 0) }
}

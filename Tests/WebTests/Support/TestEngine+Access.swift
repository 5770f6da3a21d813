import Engine
import Foundation
import GRDB
import Masking
import Testing

extension TestEngine {
    /// A refresh that ended in a snapshot.
    func addRefresh(of snapshot: String, isMasked: Bool) throws {
        var refresh = Refresh(pool: "pool", attempts: 1)
        refresh.snapshot = snapshot
        refresh.state = .finished
        if isMasked { refresh.report.masking = MaskingReport(rulesHash: "r", keyID: "k") }
        _ = try catalog.insertRefresh(refresh, reason: "test")
    }

    /// Makes all tokens be over.
    func endTokens() throws {
        try database.write { try $0.execute(sql: "UPDATE token SET expiresAt = ?", arguments: [Date.distantPast]) }
    }
}

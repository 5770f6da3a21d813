import FoundationEssentials

/// Names of snapshots as users know them.
enum SnapshotIdentifier {
    /// `<pool>@snapshot_<YYYYMMDDHHMMSS>`, in UTC; of two of the same second, the later counts on.
    static func next(in pool: String, at moment: Date, catalog: Catalog) throws -> Snapshot.ID {
        var moment = moment
        while true {
            let id = "\(pool)@snapshot_\(digits(of: moment))"
            if try catalog.snapshot(id) == nil { return id }
            moment += 1
        }
    }

    static func digits(of moment: Date) -> String {
        String(moment.formatted(.iso8601).filter(\.isNumber).prefix(14))
    }
}

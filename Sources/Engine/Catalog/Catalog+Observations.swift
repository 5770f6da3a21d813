import FoundationEssentials
import GRDB

extension Catalog {
    /// The session of this number.
    package func observation(_ id: Int64) throws -> Observation? {
        try read { try Observation.fetchOne($0, key: id) }
    }

    /// The newest session of a clone of this name, past clones included.
    package func lastObservation(of clone: Clone.ID) throws -> Observation? {
        try read { db in
            try Observation.filter(Column("clone") == clone).order(Column("id").desc).fetchOne(db)
        }
    }

    /// The sessions that are not over.
    package func unfinishedObservations() throws -> [Observation] {
        try read { db in
            try Observation.filter(Column("state") != Observation.State.finished.rawValue).order(Column("id")).fetchAll(
                db
            )
        }
    }

    /// The sessions that are over, the oldest first.
    package func finishedObservations() throws -> [Observation] {
        try read { db in
            try Observation.filter(Column("state") == Observation.State.finished.rawValue).order(Column("id")).fetchAll(
                db
            )
        }
    }

    /// The intervals of a session, the oldest first.
    package func intervals(of observation: Int64) throws -> [ObservationInterval] {
        try read { db in
            try ObservationInterval.filter(Column("observation") == observation).order(Column("number")).fetchAll(db)
        }
    }

    /// Writes down that a session begins; one of the same clone that is not over yet ends.
    /// - Throws: ``EngineError`` `exhausted` if too many are going on.
    package func insertObservation(_ observation: Observation, limit: Int) throws -> Observation {
        try write { db in
            var observation = observation
            let unfinished = try Observation.filter(Column("state") != Observation.State.finished.rawValue).fetchAll(db)
            guard unfinished.count < limit else {
                throw EngineError(
                    .exhausted,
                    "too many observation sessions: \(limit) are going on",
                    hint: "Stop some of them first."
                )
            }
            try observation.insert(db)
            try Self.append("observation.requested", to: observation.subject, payload: observation.payload, in: db)
            for var other in unfinished where other.clone == observation.clone && other.state != .finishing {
                other.conclude(because: "session \(observation.number) took its place", at: observation.startedAt)
                try other.update(db)
                try Self.append("observation.finishing", to: other.subject, payload: other.payload, in: db)
            }
            return observation
        }
    }

    /// Changes a session in one transaction with its event; `nil` if it is gone.
    @discardableResult
    package func updateObservation(
        _ id: Int64,
        event: String,
        _ change: (inout Observation) throws -> Void
    ) throws -> Observation? {
        try write { db in
            guard var observation = try Observation.fetchOne(db, key: id) else { return nil }
            let before = observation
            try change(&observation)
            guard observation != before else { return observation }
            try observation.update(db)
            try Self.append(event, to: observation.subject, payload: observation.payload, in: db)
            return observation
        }
    }

    /// Takes a look at a clone into its session; an event tells of it only if it shows the first lock of an interval.
    func record(_ sample: ObservationSample, _ facts: ObservationFacts, in id: Int64) throws {
        try write { db in
            guard var observation = try Observation.fetchOne(db, key: id), observation.state != .finished else {
                return
            }
            observation.facts = facts
            observation.sampledAt = sample.at
            try observation.update(db)
            let last = try ObservationInterval.filter(Column("observation") == id).order(Column("number").desc)
                .fetchOne(db)
            let interval = observation.interval(after: last, with: sample)
            try interval.upsert(db)
            let isNews = interval.hasWarning && !(last?.number == interval.number && last?.hasWarning == true)
            guard isNews else { return }
            try Self.append("observation.warning", to: observation.subject, payload: observation.payload, in: db)
        }
    }

    /// Forgets a session that is over.
    func deleteObservation(_ id: Int64) throws {
        try write { db in
            guard try Observation.deleteOne(db, key: id) else { return }
            try Self.append("observation.deleted", to: "observation:\(id)", in: db)
        }
    }
}

extension Observation {
    /// What its events tell besides their kind.
    fileprivate var payload: [String: String] {
        ["clone": clone, "state": state.rawValue, "ending": ending ?? ""].filter { !$0.value.isEmpty }
    }

    /// Records that it is to end.
    mutating func conclude(because reason: String?, at end: Date) {
        guard state == .starting || state == .running else { return }
        state = .finishing
        finishedAt = max(end, startedAt)
        ending = reason
    }
}

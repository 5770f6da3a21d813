package import FoundationEssentials

/// A wish to change how long something is kept.
package struct LifetimeChange: Sendable, Equatable {
    package var isProtected: Bool?
    /// Minutes of protection; 0 for no end; the default if absent.
    package var protectionMinutes: Int?
    package var deletion: Deletion?

    /// A wish about deletion by itself.
    package enum Deletion: Sendable, Equatable { case never, at(Date) }

    package init(isProtected: Bool? = nil, protectionMinutes: Int? = nil, deletion: Deletion? = nil) {
        self.isProtected = isProtected
        self.protectionMinutes = protectionMinutes
        self.deletion = deletion
    }

    /// Changes something; protection and scheduled deletion exclude each other, the later wish wins.
    /// - Parameter lease: the minutes of protection if none are given; 0 for no end.
    /// - Parameter limit: the longest protection in minutes; 0 for none.
    /// - Throws: ``EngineError`` `invalidArgument` in DBLab's words.
    package func apply(to thing: inout some Expiring, lease: Int = 0, limit: Int = 0, now: Date = Date()) throws {
        guard isProtected != nil || deletion != nil else {
            throw EngineError(.invalidArgument, "nothing to update: specify protected or deleteAt")
        }
        let end = try CloningPolicy.end(minutes: protectionMinutes ?? lease, atMost: limit, now: now)
        if isProtected == true {
            guard deletion == nil || deletion == .never else {
                throw EngineError(.invalidArgument, "cannot enable protection and schedule deletion at the same time")
            }
            (thing.isProtected, thing.protectedUntil, thing.deleteAt) = (true, end, nil)
            return
        }
        (thing.isProtected, thing.protectedUntil) = (false, nil)
        switch deletion {
        case .at(let moment): thing.deleteAt = moment
        case .never: thing.deleteAt = nil
        case nil: break
        }
    }
}

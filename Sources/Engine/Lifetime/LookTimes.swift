import Synchronization

/// When things were last looked at, on a clock that nobody can set.
final class LookTimes: Sendable {
    private let times = Mutex<[String: Double]>([:])

    /// Remembers a look.
    /// - Returns: the seconds since the look before; 0 if there was none.
    func elapsed(of subject: String, at uptime: Double) -> Double {
        times.withLock { times in
            defer { times[subject] = uptime }
            return times[subject].map { max(0, uptime - $0) } ?? 0
        }
    }

    /// From here on it is not known what happens to it.
    func lose(_ subject: String) { times.withLock { $0[subject] = nil } }
}

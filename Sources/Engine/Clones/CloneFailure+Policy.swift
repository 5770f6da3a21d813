package import FoundationEssentials
import Postgres
import Runtime
import Storage

extension CloneFailure {
    /// The attempts at one step before a person is asked.
    private static let maximumAttempts = 3

    /// What to record after `error`: whether it is worth trying again, and when.
    package init(_ error: any Error, step: String, previous: CloneFailure?, isGoing: Bool, now: Date) {
        let attempts = (previous?.step == step ? previous?.attempts ?? 0 : 0) + 1
        // A pool that is away comes back, and then its clones must.
        let isHopeless = Self.isFinal(error) || (attempts >= Self.maximumAttempts && !Self.mayPass(error))
        // What must go is tried for ever: nothing of a destroyed clone may stay.
        let delay = min(pow2(attempts - 1), 60)
        self.init(
            step: step,
            message: Self.message(of: error),
            log: (error as? RuntimeError)?.log ?? [],
            attempts: attempts,
            retryAt: isHopeless && !isGoing ? nil : now.addingTimeInterval(delay)
        )
    }

    /// Whether doing the same again would end the same way.
    private static func isFinal(_ error: any Error) -> Bool {
        switch error {
        case let error as RuntimeError: [.failedToStart, .notInstalled].contains(error.code)
        case let error as StorageError: error.code != .unavailable
        case let error as PostgresError: error.sqlState != nil
        case let error as EngineError: error.code != .unavailable
        default: false
        }
    }

    /// Whether the reason lies outside and may end at any time.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case let error as RuntimeError: error.code == .unavailable
        case let error as StorageError: error.code == .unavailable
        case let error as EngineError: error.code == .unavailable
        default: false
        }
    }

    private static func message(of error: any Error) -> String {
        switch error {
        case let error as RuntimeError: error.message
        default: "\(error)"
        }
    }
}

private func pow2(_ exponent: Int) -> Double { Double(1 << min(exponent, 20)) }

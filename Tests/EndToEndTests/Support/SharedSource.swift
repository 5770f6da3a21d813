import Synchronization
import Testing

/// All tests of real daemons; they share one source.
// Long, because the tests on ZFS wait for one another: a machine has one zfs-fuse at a time.
@Suite(.sharedSource, .countsIssues, .timeLimit(.minutes(25))) enum EndToEnd {}

/// Makes the source once, before the first test of a suite, and takes it down after the last.
struct SharedSourceTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Source.with { source in
            try await Source.$current.withValue(source) { try await function() }
        }
    }
}

extension Trait where Self == SharedSourceTrait {
    static var sharedSource: Self { SharedSourceTrait() }
}

/// How many issues the present test has, so that it can keep evidence.
final class IssueCounter: Sendable {
    @TaskLocal static var current: IssueCounter?
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }
    func increment() { number.withLock { $0 += 1 } }
}

extension Trait where Self == IssueHandlingTrait {
    static var countsIssues: Self {
        .compactMapIssues { issue in
            IssueCounter.current?.increment()
            return issue
        }
    }
}

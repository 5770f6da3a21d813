/// One part of a refresh: a dump, a restore, a check.
package protocol RetrievalStage: Sendable {
    /// The stage as users see it: `dump`, `restore` and so on.
    var name: String { get }

    /// Does the work; cancellation stops the programs it runs.
    func run(_ work: RefreshWork) async throws
}

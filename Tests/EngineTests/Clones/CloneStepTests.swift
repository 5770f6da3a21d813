import Engine
import Testing

/// The whole behaviour of clones as a table: what is wanted × what is there → what is done.
@Suite struct CloneStepTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var clone: Clone
        var observed: CloneObservation
        var step: CloneStep?

        init(_ name: String, _ clone: Clone, _ observed: CloneObservation, _ step: CloneStep?) {
            testDescription = name
            self.clone = clone
            self.observed = observed
            self.step = step
        }
    }

    static let wanted: [Row] = {
        guard
            let new = try? Fixture.clone(),
            let ready = try? Fixture.clone(provisioned: 1, phase: .ready),
            let reset = try? Fixture.clone(revision: 2, provisioned: 1),
            let freshReset = try? Fixture.clone(revision: 2, provisioned: 2, phase: .ready),
            let cleaned = try? Fixture.clone(revision: 2, removedThrough: 1, provisioned: 2, phase: .ready),
            let revived = try? Fixture.clone(provisioned: 1, phase: .starting)
        else { return [] }
        return [
            Row("a new clone gets its data", new, .init(), .createDataset),
            Row("then its server", new, .init(hasDataset: true), .startServer),
            Row(
                "a server that is not ready is waited for",
                new,
                .init(hasDataset: true, hasServer: true),
                .startServer
            ),
            Row("then its user", new, .init(hasDataset: true, isServing: true, hasServer: true), .provision),
            Row("then nothing", ready, .init(hasDataset: true, isServing: true, hasServer: true), nil),
            Row("a dead server is started again", ready, .init(hasDataset: true, hasServer: true), .startServer),
            Row("and announced", revived, .init(hasDataset: true, isServing: true, hasServer: true), .announce),
            Row("lost work is reported, never made anew", ready, .init(), .reportLoss),
            Row(
                "a reset makes the new data first",
                reset,
                .init(hasStaleServers: true, hasStaleDatasets: true),
                .createDataset
            ),
            Row(
                "then frees the port",
                reset,
                .init(hasDataset: true, hasStaleServers: true, hasStaleDatasets: true),
                .stopStaleServers
            ),
            Row("then starts", reset, .init(hasDataset: true, hasStaleDatasets: true), .startServer),
            Row(
                "and cleans up when users are served",
                freshReset,
                .init(hasDataset: true, isServing: true, hasServer: true, hasStaleDatasets: true),
                .removeStaleDatasets
            ),
            Row("once", cleaned, .init(hasDataset: true, isServing: true, hasServer: true), nil),
        ]
    }()

    static let unwanted: [Row] = {
        guard
            let gone = try? Fixture.clone(intent: .absent, phase: .deleting),
            let goneTwice = try? Fixture.clone(revision: 2, provisioned: 1, intent: .absent, phase: .deleting)
        else { return [] }
        return [
            Row("servers go first", gone, .init(hasDataset: true, isServing: true, hasServer: true), .stopServer),
            Row("dead ones too", gone, .init(hasDataset: true, hasServer: true), .stopServer),
            Row("then data", gone, .init(hasDataset: true), .removeDataset),
            Row("then the row", gone, .init(), .forget),
            Row(
                "nothing of earlier revisions stays",
                goneTwice,
                .init(hasDataset: true, hasServer: true, hasStaleServers: true, hasStaleDatasets: true),
                .stopStaleServers
            ),
            Row("nor their data", goneTwice, .init(hasDataset: true, hasStaleDatasets: true), .removeStaleDatasets),
        ]
    }()

    @Test func theTablesAreThere() {
        #expect(Self.wanted.count == 13)
        #expect(Self.unwanted.count == 6)
    }

    @Test(arguments: wanted + unwanted)
    func nextStep(_ row: Row) {
        #expect(row.clone.nextStep(observing: row.observed) == row.step)
    }

    /// Only what a step has just made need not be looked at.
    @Test(arguments: CloneStep.allCases)
    func sequelsOfSteps(_ done: CloneStep) throws {
        let made: CloneSequel =
            switch done {
            case .createDataset: .step(.startServer)
            case .startServer: .step(.provision)
            default: .observation
            }
        #expect(try Fixture.clone(revision: 2, provisioned: 1).sequel(of: done) == made)
        #expect(try Fixture.clone(revision: 2, provisioned: 1, intent: .absent).sequel(of: done) == .observation)
        let whole = try Fixture.clone(revision: 1, provisioned: 1, phase: .ready)
        #expect(whole.sequel(of: done) == (done == .provision ? .nothing : .observation))
        // Something of an earlier revision is left, or somebody wants something else.
        for clone in [
            try Fixture.clone(revision: 2, provisioned: 2, phase: .ready),
            try Fixture.clone(revision: 1, provisioned: 1, phase: .provisioning),
            try Fixture.clone(revision: 1, provisioned: 1, intent: .absent, phase: .ready),
        ] { #expect(clone.sequel(of: done) == .observation) }
    }

    @Test(arguments: CloneStep.allCases)
    func aCloneThatGoesIsShownAsDeletedWhateverIsDone(_ step: CloneStep) throws {
        #expect(try Fixture.clone(intent: .absent).phase(during: step) == .deleting)
    }
}

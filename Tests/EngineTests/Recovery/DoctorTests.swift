import Engine
import Foundation
import Runtime
import Storage
import Testing

@Suite struct DoctorTests {
    /// A clone with its dataset and server, its snapshot, and all that they need.
    private static func healthy() throws -> Evidence {
        var evidence = Evidence()
        let snapshot = try Fixture.snapshot()
        let clone = try Fixture.clone(provisioned: 1, phase: .ready)
        evidence.snapshots = [snapshot]
        evidence.clones = [clone]
        evidence.survey.snapshots = ["pool": [try snapshot.name]]
        evidence.survey.datasets = [
            SurveyedDataset(pool: "pool", name: try snapshot.name.dataset, mirror: .row(.snapshot(snapshot))),
            SurveyedDataset(pool: "pool", name: try clone.dataset(revision: 1), mirror: .row(.clone(clone))),
        ]
        evidence.servers = [try clone.server(revision: 1): .running]
        evidence.space = ["pool": PoolSpace(size: 100, free: 50)]
        evidence.busyPorts = [clone.port]
        return evidence
    }

    private static func findings(_ change: (inout Evidence) throws -> Void) throws -> [Finding] {
        var evidence = try healthy()
        try change(&evidence)
        return Doctor(evidence).findings()
    }

    @Test func nothingIsFoundWhereAllFits() throws {
        #expect(try Self.findings { _ in }.isEmpty)
        #expect(Doctor(Evidence()).findings().isEmpty)
    }

    @Test func aMissingSandboxIsNamedWithItsReason() throws {
        let findings = try Self.findings { $0.sandboxGap = "Bubblewrap is not installed." }
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings.first?.reason.contains("Bubblewrap is not installed.") == true)
    }

    @Test func lostDataOfAReadyCloneAreAnError() throws {
        let findings = try Self.findings { $0.survey.datasets.removeLast() }
        #expect(findings.map(\.severity) == [.error])
        #expect(findings.first?.reason == "its data are not in pool pool")
    }

    @Test func datasetsOfAnUnfinishedCloneMayBeMissing() throws {
        let findings = try Self.findings {
            $0.survey.datasets.removeLast()
            $0.servers = [:]
            $0.busyPorts = []
            $0.clones[0].provisionedRevision = 0
        }
        #expect(findings.isEmpty)
    }

    @Test func orphansAreWarnedOf() throws {
        let findings = try Self.findings { evidence in
            let name = try #require(DatasetName("clone-stranger-r1"))
            evidence.survey.datasets.append(SurveyedDataset(pool: "pool", name: name, mirror: .missing))
            evidence.servers[try #require(ServerID("clone-stranger-r1"))] = .running
        }
        #expect(findings.map(\.thing) == ["dataset clone-stranger-r1 in pool pool", "server clone-stranger-r1"])
        #expect(findings.allSatisfy { $0.severity == .warning })
    }

    @Test func aRunningRefreshIsNoOrphan() throws {
        let findings = try Self.findings { evidence in
            let name = try #require(DatasetName("base-run"))
            evidence.survey.datasets.append(SurveyedDataset(pool: "pool", name: name, mirror: .missing))
            evidence.servers[try #require(ServerID("refresh-run"))] = .running
            evidence.runningRefreshes = ["run"]
        }
        #expect(findings.isEmpty)
    }

    @Test func aStoppedServerWithAForeignListenerIsToldTwice() throws {
        let findings = try Self.findings { $0.servers = [:] }
        #expect(findings.map(\.severity) == [.error, .warning])
        #expect(findings.map(\.thing) == ["port 6000", "clone a"])
    }

    @Test func aMissingSnapshotIsAnError() throws {
        let findings = try Self.findings { $0.survey.snapshots = ["pool": []] }
        #expect(findings.map(\.reason) == ["is not in pool pool"])
    }

    @Test func missingProgramsNameThePackage() throws {
        let findings = try Self.findings {
            $0.obstacles = [15: Obstacle(reason: "needs PostgreSQL 15", remedy: "apt-get install postgresql-15")]
            $0.missingTools = ["pg_dump"]
        }
        #expect(findings.map(\.thing) == ["snapshot pool@snapshot_20260101000000", "program pg_dump"])
        #expect(findings.first?.remedy.contains("apt-get install postgresql-15") == true)
    }

    @Test(arguments: [(50, nil), (9, Finding.Severity.warning), (2, .error), (0, .error)])
    func lowSpaceIsTold(free: Int, expected: Finding.Severity?) throws {
        let findings = try Self.findings { $0.space = ["pool": PoolSpace(size: 100, free: free)] }
        #expect(findings.map(\.severity) == [expected].compactMap(\.self))
    }

    @Test func failedClonesAndUnreadableRecordsAreTold() throws {
        let findings = try Self.findings { evidence in
            evidence.clones[0].failure = CloneFailure(step: "startServer", message: "no", attempts: 3, retryAt: nil)
            let dataset = evidence.survey.datasets[1]
            evidence.survey.datasets[1] = SurveyedDataset(
                pool: dataset.pool,
                name: dataset.name,
                mirror: .unreadable(reason: "cut off")
            )
        }
        #expect(findings.map(\.severity) == [.error, .warning])
        #expect(findings.first?.reason == "has failed at startServer: no")
    }
}

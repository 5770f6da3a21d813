import FoundationEssentials
import Runtime
import Storage

/// Compares what is wanted with what is there, and says what does not fit; it changes nothing.
package struct Doctor: Sendable {
    let evidence: Evidence

    package init(_ evidence: Evidence) { self.evidence = evidence }

    /// Everything found, the worst first.
    package func findings() -> [Finding] {
        let all =
            cloneFindings + snapshotFindings + datasetFindings + serverFindings + spaceFindings + toolFindings
            + sandboxFindings + limitFindings
        return Finding.Severity.allCases.flatMap { severity in all.filter { $0.severity == severity } }
    }
}

// MARK: From the catalog to the machine

extension Doctor {
    private var cloneFindings: [Finding] { evidence.clones.flatMap(findings(of:)) }

    private func findings(of clone: Clone) -> [Finding] {
        guard clone.intent == .running else { return [] }
        let thing = "clone \(clone.id)"
        var result: [Finding] = []
        if let failure = clone.failure, failure.retryAt == nil {
            let remedy = "Mend the cause, then reset or destroy it: dblab clone reset \(clone.id)"
            result.append(Finding(.error, thing, "has failed at \(failure.step): \(failure.message)", remedy: remedy))
        }
        guard clone.provisionedRevision == clone.revision else { return result }
        guard hasDataset(clone) else {
            let remedy = "Bring the dataset back, or reset or destroy the clone: dblab clone reset \(clone.id)"
            result.append(Finding(.error, thing, "its data are not in pool \(clone.pool)", remedy: remedy))
            return result
        }
        return result + serverFindings(of: clone)
    }

    private func hasDataset(_ clone: Clone) -> Bool {
        evidence.survey.datasets.contains { dataset in
            dataset.pool == clone.pool && dataset.name.cloneParts.map { $0 == (clone.uid, clone.revision) } ?? false
        }
    }

    private func serverFindings(of clone: Clone) -> [Finding] {
        let state = (try? clone.server(revision: clone.revision)).flatMap { evidence.servers[$0] }
        guard state != .running, state != .starting else { return [] }
        var result = [
            Finding(
                .warning,
                "clone \(clone.id)",
                "its server does not run",
                remedy:
                    "Start the engine, which starts it again; see its log if it does not: dblab clone status \(clone.id)"
            )
        ]
        if evidence.busyPorts.contains(clone.port) {
            result.append(
                Finding(
                    .error,
                    "port \(clone.port)",
                    "belongs to clone \(clone.id), but another process listens on it",
                    remedy: "End that process; to see it: ss -ltnp sport = :\(clone.port)"
                )
            )
        }
        return result
    }

    private var snapshotFindings: [Finding] {
        evidence.snapshots.filter { $0.intent == .present }.flatMap { snapshot -> [Finding] in
            let thing = "snapshot \(snapshot.id)"
            let name = try? snapshot.name
            guard let name, evidence.survey.snapshots[snapshot.pool]?.contains(name) == true else {
                let remedy = "Its clones go on. Delete it: dblab snapshot delete \(snapshot.id)"
                return [Finding(.error, thing, "is not in pool \(snapshot.pool)", remedy: remedy)]
            }
            guard let obstacle = evidence.obstacles[snapshot.postgresVersion] else { return [] }
            return [Finding(.error, thing, obstacle.reason, remedy: obstacle.remedy)]
        }
    }
}

// MARK: From the machine to the catalog

extension Doctor {
    private var datasetFindings: [Finding] {
        evidence.survey.datasets.flatMap { dataset -> [Finding] in
            let thing = "dataset \(dataset.name) in pool \(dataset.pool)"
            var result: [Finding] = []
            if case .unreadable(let reason) = dataset.mirror {
                let remedy = "It works, but could not be recovered if the catalog were lost; restart the engine"
                result.append(Finding(.warning, thing, "its record cannot be read: \(reason)", remedy: remedy))
            }
            if !isKnown(dataset) {
                let remedy =
                    "If the catalog was lost: dblab-server catalog rebuild. If nobody needs it, remove it by hand"
                result.append(Finding(.warning, thing, "belongs to nothing in the catalog", remedy: remedy))
            }
            return result
        }
    }

    private func isKnown(_ dataset: SurveyedDataset) -> Bool {
        let isCommitted = evidence.snapshots.contains { $0.dataset == dataset.name.description }
        if let parts = dataset.name.cloneParts, !isCommitted {
            return evidence.clones.contains { clone in
                clone.uid == parts.uid && parts.revision > clone.removedThrough && parts.revision <= clone.revision
            }
        }
        let name = dataset.name.description
        return evidence.snapshots.contains { $0.pool == dataset.pool && $0.dataset == name }
            || evidence.runningRefreshes.contains { name == "base-\($0)" }
            || evidence.replicas.contains { name == "sync-\($0)" }
    }

    private var serverFindings: [Finding] {
        let wanted = evidence.clones.flatMap { clone in
            (clone.removedThrough + 1...max(clone.revision, clone.removedThrough + 1)).compactMap {
                try? clone.server(revision: $0).description
            }
        }
        let refreshing = evidence.runningRefreshes.map { "refresh-\($0)" }
        let known = Set(wanted + refreshing + evidence.replicas.map { "sync-\($0)" })
        return evidence.servers.keys.map(\.description).filter { !known.contains($0) }.sorted().map {
            Finding(
                .warning,
                "server \($0)",
                "belongs to nothing in the catalog",
                remedy: "If the catalog was lost: dblab-server catalog rebuild. "
                    + "Else end it: pkill -INT -f '^[^ ]*postgres -D .*/servers/\($0)/'"
            )
        }
    }

    private var spaceFindings: [Finding] {
        evidence.space.sorted { $0.key < $1.key }.compactMap { name, space in
            guard space.size > 0, case let percent = space.free * 100 / space.size, percent < 10 else { return nil }
            return Finding(
                percent < 3 ? .error : .warning,
                "pool \(name)",
                "only \(percent) % of its space is free",
                remedy: "Destroy clones or delete snapshots that nobody needs, or give it more room"
            )
        }
    }

    private var sandboxFindings: [Finding] {
        guard let gap = evidence.sandboxGap else { return [] }
        let remedy = "Mend it and restart the engine, or allow clones without by provision.sandbox: false"
        return [Finding(.warning, "sandbox", "clones have none, and superusers are refused: \(gap)", remedy: remedy)]
    }

    private var limitFindings: [Finding] {
        guard let gap = evidence.limitGap else { return [] }
        let remedy = "Mend it and restart the engine, or set provision.limits to no limits"
        return [Finding(.warning, "limits", "clones run without those of provision.limits: \(gap)", remedy: remedy)]
    }

    private var toolFindings: [Finding] {
        evidence.missingTools.sorted().map {
            Finding(
                .error,
                "program \($0)",
                "is not installed, and refreshes need it",
                remedy: "Install it: apt-get install postgresql-client; or name its place in provision.postgresPaths"
            )
        }
    }
}

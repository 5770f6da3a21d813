import API
import Engine
import FoundationEssentials

/// What somebody sees of clones: all, or his own.
struct Sight: Sendable {
    private let catalog: Catalog
    private let principal: Principal

    init(_ principal: Principal, _ catalog: Catalog) {
        self.principal = principal
        self.catalog = catalog
    }

    /// Whether nothing is hidden, and answers may be shared with others.
    var isWhole: Bool { !principal.scope.ownClonesOnly }

    func shows(_ clone: DomainClone) -> Bool { isWhole || principal.owns(clone.owner) }

    /// A snapshot without the names of clones that are not seen.
    func narrowed(_ snapshot: API.Snapshot) throws -> API.Snapshot {
        var snapshot = snapshot
        snapshot.clones = try narrowed(snapshot.clones)
        return snapshot
    }

    /// The same of one as part of the graph.
    func narrowed(_ snapshot: SnapshotDetails) throws -> SnapshotDetails {
        var snapshot = snapshot
        snapshot.clones = try narrowed(snapshot.clones)
        return snapshot
    }

    private func narrowed(_ clones: [String]) throws -> [String] {
        isWhole ? clones : try clones.filter { try catalog.clone($0).map(shows) ?? false }
    }

    /// Whether an event tells of nothing that is not seen.
    func shows(_ event: DomainEvent) throws -> Bool {
        guard !isWhole else { return true }
        guard let end = event.subject.firstIndex(of: ":") else { return false }
        switch event.subject[..<end] {
        case "snapshot", "branch", "refresh": return true
        case "clone":
            let clone = String(event.subject[event.subject.index(after: end)...])
            let owner = try JSONDecoder().decode(Owned.self, from: Data(event.payload.utf8)).owner
            return principal.owns(try owner ?? catalog.clone(clone)?.owner)
        default: return false
        }
    }

    private struct Owned: Decodable {
        var owner: String?
    }
}

extension WebServices {
    /// What whoever sends a request sees.
    func sight(_ context: APIContext) -> Sight { Sight(context.principal, catalog) }
}

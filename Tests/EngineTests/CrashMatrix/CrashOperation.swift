import Engine
import StorageConformance

/// What a user asks of a clone, and the places where the engine may stop while it does so.
enum CrashOperation: String, CaseIterable, Sendable {
    case create, reset, resetToAnotherSnapshot, destroy
    /// Destroys a clone whose reset has been recorded, but not begun.
    case destroyBeforeReset
    /// Starts a server again that died by itself.
    case revive

    /// All where a clone costs nothing; where it is a full copy, those in which the driver has a part of its own.
    static func all(on kind: TestPool.Kind) -> [CrashOperation] {
        kind == .copy ? [.create, .reset, .destroy] : allCases
    }

    private var steps: [CloneStep] {
        switch self {
        case .create: [.createDataset, .startServer, .provision]
        case .reset, .resetToAnotherSnapshot:
            [.createDataset, .startServer, .provision, .removeStaleDatasets]
        case .destroy: [.stopServer, .removeDataset, .forget]
        case .destroyBeforeReset: [.stopStaleServers, .removeStaleDatasets, .forget]
        case .revive: [.startServer, .announce]
        }
    }

    /// All places on its way, in order.
    var places: [String] { steps.flatMap { ["clone.\($0.rawValue).before", "clone.\($0.rawValue).after"] } }

    /// Whether the clone is gone at the end.
    var endsInNothing: Bool { self == .destroy || self == .destroyBeforeReset }
}

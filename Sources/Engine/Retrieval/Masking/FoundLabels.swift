package import Masking
import Synchronization

/// Labels that were found in dumps while they were restored, for the stage that masks.
package final class FoundLabels: Sendable {
    private let byDatabase = Mutex<[String: [AnonymizerLabel]]>([:])

    package init() {}

    package var isEmpty: Bool { byDatabase.withLock { $0.isEmpty } }

    package func labels(ofDatabase name: String) -> [AnonymizerLabel] { byDatabase.withLock { $0[name] ?? [] } }

    func add(_ labels: [AnonymizerLabel], ofDatabase name: String) {
        guard !labels.isEmpty else { return }
        byDatabase.withLock { $0[name, default: []] += labels }
    }
}

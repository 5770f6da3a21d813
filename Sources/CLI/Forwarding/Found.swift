import Synchronization

/// A port that is found inside a tunnel and needed outside.
final class Found: Sendable {
    private let port = Mutex<Int?>(nil)

    var value: Int? { port.withLock { $0 } }

    func set(_ value: Int?) { port.withLock { $0 = value } }
}

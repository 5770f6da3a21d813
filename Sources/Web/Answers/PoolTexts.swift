import API
import NIOCore

/// The list of pools as text, which names all clones; made again only when it shows something new.
struct PoolTexts {
    private struct Ingredients: Equatable {
        var inventory: UInt64
        var measurements: UInt64
        var refreshed: String?
    }

    /// That of the list in the document.
    let depth: Int
    private var last: (ingredients: Ingredients, text: ByteBuffer)?

    init(depth: Int) { self.depth = depth }

    /// - Parameter make: makes the list, of which the rest is all that it shows.
    mutating func text(
        _ shown: ShownInventory,
        measurements: UInt64,
        refreshed: String?,
        make: () -> [API.Pool]
    ) throws -> ByteBuffer {
        let present = Ingredients(inventory: shown.version, measurements: measurements, refreshed: refreshed)
        if let last, last.ingredients == present { return last.text }
        let text = ByteBuffer(string: try JSONCoding.text(make(), indent: 2, zone: .local, depth: depth))
        last = (present, text)
        return text
    }
}

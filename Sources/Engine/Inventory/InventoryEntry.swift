/// A row of the catalog as it was read, with a number that no other reading of any row has.
///
/// A reference, since lists of thousands are sorted and passed on.
package final class InventoryEntry<Row: Sendable>: Sendable {
    package let row: Row
    package let version: UInt64

    init(row: Row, version: UInt64) {
        self.row = row
        self.version = version
    }
}

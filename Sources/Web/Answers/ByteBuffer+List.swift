import NIOCore

extension ByteBuffer {
    /// Writes a JSON list in DBLab's layout, whose rows are text.
    /// - Parameter depth: that of the rows.
    mutating func writeList<Rows: Sequence>(
        _ rows: Rows,
        depth: Int,
        row write: (Rows.Element, inout ByteBuffer) throws -> Void
    ) rethrows {
        let indent = String(repeating: "  ", count: depth)
        var isEmpty = true
        writeStaticString("[")
        for row in rows {
            writeString((isEmpty ? "\n" : ",\n") + indent)
            try write(row, &self)
            isEmpty = false
        }
        writeString(isEmpty ? "]" : "\n" + indent.dropLast(2) + "]")
    }
}

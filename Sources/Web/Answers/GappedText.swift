import NIOCore

/// A JSON document as text, in two parts around the value of one field that comes from elsewhere.
struct GappedText: Sendable {
    private let before: [UInt8]
    private let after: [UInt8]

    /// Finds the field by its line.
    ///
    /// No text of a user can look like it, since there are no line breaks in JSON's strings.
    /// - Parameters:
    ///   - value: what stands there now, such as `null` or `[]`.
    ///   - depth: that of the field.
    init(_ text: String, field: String, value: String, depth: Int) {
        let name = "\n" + String(repeating: "  ", count: depth) + "\"\(field)\": "
        guard let found = text.utf8.firstRange(of: Array((name + value).utf8)) else {
            preconditionFailure("the document has no field \(field) of value \(value) at depth \(depth)")
        }
        before = Array(text.utf8[..<found.lowerBound]) + Array(name.utf8)
        after = Array(text.utf8[found.upperBound...])
    }

    func write(to buffer: inout ByteBuffer, filling: (inout ByteBuffer) throws -> Void) rethrows {
        buffer.writeBytes(before)
        try filling(&buffer)
        buffer.writeBytes(after)
    }
}

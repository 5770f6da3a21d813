import NIOCore

/// A JSON document as text, in parts around the values of some fields that come from elsewhere.
struct GappedText: Sendable {
    /// A field whose value comes from elsewhere.
    struct Gap {
        let field: String
        /// What stands there now, such as `null` or `[]`.
        let value: String
        /// That of the field.
        let depth: Int
    }

    private let parts: [[UInt8]]

    /// Finds the fields by their lines.
    ///
    /// No text of a user can look like one, since there are no line breaks in JSON's strings.
    /// - Parameter gaps: in the order of the document.
    init(_ text: String, gaps: [Gap]) {
        var parts: [[UInt8]] = []
        var rest = text.utf8[...]
        for gap in gaps {
            let name = "\n" + String(repeating: "  ", count: gap.depth) + "\"\(gap.field)\": "
            guard let found = rest.firstRange(of: Array((name + gap.value).utf8)) else {
                preconditionFailure(
                    "the document has no field \(gap.field) of value \(gap.value) at depth \(gap.depth)"
                )
            }
            parts.append(Array(rest[..<found.lowerBound]) + Array(name.utf8))
            rest = rest[found.upperBound...]
        }
        self.parts = parts + [Array(rest)]
    }

    /// - Parameter fill: writes the value of the gap of this number.
    func write(to buffer: inout ByteBuffer, filling fill: (Int, inout ByteBuffer) throws -> Void) rethrows {
        for (number, part) in parts.enumerated() {
            buffer.writeBytes(part)
            if number < parts.count - 1 { try fill(number, &buffer) }
        }
    }
}

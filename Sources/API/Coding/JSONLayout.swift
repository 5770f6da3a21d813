import FoundationEssentials

/// Breaks compact JSON into indented lines in the way of Go, `"key": value`.
struct JSONLayout {
    let indent: Int

    func text(of compact: Data, depth start: Int = 0) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(compact.count * 2)
        var depth = start
        var inString = false
        var isEscaped = false
        var previous: UInt8 = 0
        for byte in compact {
            if inString {
                output.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    inString = byte != UInt8(ascii: "\"")
                }
            } else {
                append(byte, after: previous, depth: &depth, to: &output)
                inString = byte == UInt8(ascii: "\"")
            }
            previous = byte
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func append(_ byte: UInt8, after previous: UInt8, depth: inout Int, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if previous != UInt8(ascii: "{"), previous != UInt8(ascii: "[") { breakLine(depth, &output) }
            output.append(byte)
        default:
            if previous == UInt8(ascii: "{") || previous == UInt8(ascii: "[") { breakLine(depth, &output) }
            output.append(byte)
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: ",") { breakLine(depth, &output) }
            if byte == UInt8(ascii: ":") { output.append(UInt8(ascii: " ")) }
        }
    }

    private func breakLine(_ depth: Int, _ output: inout [UInt8]) {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }
}

/// Keeps text from the engine from steering the user's terminal.
enum Printable {
    /// Whether a character would be obeyed instead of shown: controls, and marks that reorder text.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether text holds nothing that a terminal would obey.
    static func isClean(_ text: String) -> Bool {
        !text.unicodeScalars.contains(where: isControl)
    }

    /// One line without anything that a terminal would obey; line breaks and tabs become spaces.
    static func line(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                output.append(" ")
            } else if !isControl(scalar) {
                output.append(scalar)
            }
        }
        return String(output)
    }

    /// The same JSON with such characters escaped; they can stand in strings only.
    static func json(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value >= 0x7F && isControl($0) }) else { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x7F, isControl(scalar) {
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

/// Makes identifiers: lower-case letters and digits, safe in paths, host names and command lines.
package enum Identifier {
    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv")

    /// A random identifier of `length` characters, five bits each; 20 by default as DBLab's.
    package static func random(length: Int = 20) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }
}

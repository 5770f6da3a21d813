import Glibc

/// How hard a password is to guess, by its length and the kinds of characters in it.
package enum PasswordEntropy {
    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0123456789"]
    private static let separators = Set("-_., ")
    private static let punctuation = Set("!@$&*\"#%'()+/:;<=>?[\\]^{|}~`")

    /// Bits of entropy: the characters that count, times the bits of the alphabet they come from.
    ///
    /// A character repeated more than twice in a row, and runs of neighbours such as `abc` or `321`, count once or twice only.
    package static func bits(of password: String) -> Double {
        let size = alphabetSize(of: password)
        guard size > 1 else { return 0 }
        return Double(withoutRuns(withoutRepetitions(Array(password))).count) * log2(Double(size))
    }

    private static func alphabetSize(of password: String) -> Int {
        let kinds: [(size: Int, contains: (Character) -> Bool)] = [
            (26, { ("a"..."z").contains($0) }), (26, { ("A"..."Z").contains($0) }), (10, { ("0"..."9").contains($0) }),
            (5, { separators.contains($0) }), (28, { punctuation.contains($0) }),
        ]
        let known = kinds.filter { password.contains(where: $0.contains) }.map(\.size).reduce(0, +)
        let others = Set(password.filter { character in !kinds.contains { $0.contains(character) } })
        return known + others.count
    }

    private static func withoutRepetitions(_ characters: [Character]) -> [Character] {
        characters.indices.filter {
            $0 < 2 || characters[$0] != characters[$0 - 1] || characters[$0] != characters[$0 - 2]
        }.map { characters[$0] }
    }

    private static func withoutRuns(_ characters: [Character]) -> [Character] {
        characters.indices.filter { $0 < 2 || !isRun(characters[($0 - 2)...$0]) }.map { characters[$0] }
    }

    private static func isRun(_ three: ArraySlice<Character>) -> Bool {
        let forward = String(three).lowercased()
        let backward = String(forward.reversed())
        return rows.contains { $0.contains(forward) || $0.contains(backward) }
    }
}

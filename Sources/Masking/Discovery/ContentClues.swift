/// What values tell by their form and their checksums.
enum ContentClues {
    /// The kind of one value; `nil` for none that is known.
    static func kind(of value: String) -> PersonalData? {
        let text = value.trimmed
        guard (3...10_000).contains(text.utf8.count) else { return nil }
        if text.contains("-----BEGIN") && text.contains("PRIVATE KEY") { return .privateKey }
        if isToken(text) { return .token }
        if isEmail(text) { return .email }
        if isIBAN(text) { return .iban }
        if isNationalID(text) { return .nationalID }
        if isCard(text) { return .card }
        if isHardwareAddress(text) { return .mac }
        if isAddress(text) { return .ip }
        if isPhone(text) { return .phone }
        return nil
    }

    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty } && (labels.last?.count ?? 0) >= 2
            && labels.last?.allSatisfy(\.isLetter) == true
    }

    /// Country, check digits and account, which together leave 1 when divided by 97.
    static func isIBAN(_ text: String) -> Bool {
        let plain = Array(text.filter { !$0.isWhitespace }.uppercased().utf8)
        guard (15...34).contains(plain.count), plain[0].isLetter, plain[1].isLetter, plain[2].isDigit, plain[3].isDigit,
            plain.allSatisfy({ $0.isDigit || $0.isLetter })
        else { return false }
        var rest = 0
        for byte in plain[4...] + plain[..<4] {
            rest = byte.isDigit ? (rest * 10 + Int(byte - 48)) % 97 : (rest * 100 + Int(byte - 55)) % 97
        }
        return rest == 1
    }

    /// Twelve to nineteen digits that pass Luhn's test.
    static func isCard(_ text: String) -> Bool {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == " " || $0 == "-" }) else { return false }
        let digits = text.utf8.filter(\.isDigit).map { Int($0 - 48) }
        guard (13...19).contains(digits.count), let first = digits.first, (2...6).contains(first) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let double = item.element * 2
            return sum + (item.offset % 2 == 0 ? item.element : double > 9 ? double - 9 : double)
        }
        return sum % 10 == 0
    }

    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4 { return parts.allSatisfy { UInt8($0) != nil && $0.count <= 3 } }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        return groups.count >= 5 && text.utf8.count > 7
            && groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(\.isHexDigit) } && groups.count <= 8
    }

    static func isHardwareAddress(_ text: String) -> Bool {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "-" })
        return parts.count == 6 && text.count == 17 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }
    }

    /// A number that somebody wrote for people: with a plus, or with marks between the digits.
    static func isPhone(_ text: String) -> Bool {
        let digits = text.utf8.filter(\.isDigit).count
        guard (8...15).contains(digits), text.count <= 25 else { return false }
        let marks = text.filter { !$0.isNumber }
        guard marks.allSatisfy({ "+-() ./".contains($0) }) else { return false }
        return text.hasPrefix("+") || text.hasPrefix("(") || text.hasPrefix("0") && !marks.isEmpty
    }

    /// JSON web tokens and keys of well-known services.
    static func isToken(_ text: String) -> Bool {
        if text.hasPrefix("eyJ"), text.split(separator: ".").count == 3 { return true }
        let prefixes = [
            "ghp_", "gho_", "github_pat_", "glpat-", "sk_live_", "rk_live_", "AKIA", "xoxb-", "xoxp-", "AIza", "SG.",
        ]
        return text.count >= 16 && !text.contains(" ") && prefixes.contains { text.hasPrefix($0) }
    }

    /// Social security numbers of the United States and France, and the tax number of Germany.
    static func isNationalID(_ text: String) -> Bool {
        let shape = String(text.map { $0.isASCII && $0.isNumber ? "9" : $0 })
        if shape == "999-99-9999" { return !text.hasPrefix("000") && !text.hasPrefix("666") && !text.hasPrefix("9") }
        let digits = text.filter { !$0.isWhitespace }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        if digits.count == 15, let body = Int(digits.prefix(13)), let check = Int(digits.suffix(2)) {
            return "12".contains(digits.prefix(1)) && 97 - body % 97 == check
        }
        return digits.count == 11 && digits.first != "0" && germanCheck(digits.utf8.map { Int($0 - 48) })
    }

    /// ISO 7064, modulus 11, 10; one of the digits appears twice or three times.
    private static func germanCheck(_ digits: [Int]) -> Bool {
        guard let check = digits.last, Set(digits.dropLast()).count < 10 else { return false }
        let product = digits.dropLast().reduce(10) { product, digit in
            let sum = (digit + product) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - product) % 10 == check
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (48...57).contains(self) }
    fileprivate var isLetter: Bool { (65...90).contains(self) }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// Kinds of data that may say who somebody is, or let somebody in.
package enum PersonalData: String, Codable, CaseIterable, Sendable {
    case email, phone, firstName, lastName, name, username, address, city, postcode, company, birthday
    case card, iban, nationalID, ip, mac, url, password, token, privateKey, freeText, location, gender, salary

    /// What would do for columns of such values.
    func strategy(for column: Column) -> MaskingStrategy {
        let wish = self.wish
        if wish.suits(column.kind) { return wish }
        if case .array(let element, _) = column.kind, wish.worksOnElements, wish.suits(element) { return wish }
        switch column.kind {
        case .text: return .scramble
        case .date, .timestamp: return .shift
        case .integer, .number: return .noise
        case .json: return .json
        case .bytes, .uuid: return .hash
        default: return column.isNullable ? .null : .default
        }
    }

    private var wish: MaskingStrategy {
        switch self {
        case .birthday: .shift
        case .nationalID, .location: .scramble
        case .password, .token, .privateKey: .hash
        case .freeText: .text
        case .gender: .choice
        case .salary: .noise
        default: MaskingStrategy(rawValue: rawValue) ?? .scramble
        }
    }
}

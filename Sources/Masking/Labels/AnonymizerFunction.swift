/// What a function of PostgreSQL Anonymizer becomes here: a strategy of ours, or plain SQL.
///
/// Its fakes are drawn at random or from a seed; ours depend on the key and the old value, so equal stays equal.
enum AnonymizerFunction {
    case strategy(MaskingStrategy)
    case sql(String)
    case percent(Int)

    /// `nil` for a function that is not known here.
    init?(_ call: FunctionCall) {
        guard !call.arguments.contains(where: { Self.isMentioned(in: $0) }) else { return nil }
        let name = call.name
        guard name.hasPrefix("anon.") else {
            // A function of the database.
            self = .sql("\(name)(\(call.arguments.joined(separator: ", ")))")
            return
        }
        let short = String(name.dropFirst("anon.".count))
        if let strategy = Self.fakes[Self.subject(of: short)] ?? Self.others[short] {
            self = .strategy(strategy)
            return
        }
        guard let found = Self.written(short, call.arguments) else { return nil }
        self = found
    }

    /// Whether an expression calls a function of the extension.
    static func isMentioned(in expression: String) -> Bool {
        expression.lowercased().filter { !$0.isWhitespace && $0 != "\"" }.contains("anon.")
    }

    func rule(for label: AnonymizerLabel) -> MaskingRule {
        switch self {
        case .strategy(let strategy): return label.rule(strategy)
        case .sql(let expression): return label.rule(sql: expression)
        case .percent(let percent):
            var rule = label.rule(.noise)
            rule.percent = percent
            return rule
        }
    }

    /// Without the family (`fake_`, `pseudo_`, `dummy_`) and without the language.
    private static func subject(of name: String) -> String {
        for family in ["fake_", "pseudo_", "dummy_"] where name.hasPrefix(family) {
            let subject = name.dropFirst(family.count)
            return String(subject.hasSuffix("_locale") ? subject.dropLast("_locale".count) : subject)
        }
        return ""
    }

    private static let fakes: [String: MaskingStrategy] = [
        "first_name": .firstName, "last_name": .lastName, "name": .name, "name_with_title": .name, "email": .email,
        "free_email": .email, "safe_email": .email, "username": .username, "city": .city, "city_name": .city,
        "company": .company, "company_name": .company, "address": .address, "street_name": .address, "iban": .iban,
        "siret": .scramble, "siren": .scramble, "isbn": .scramble, "isbn10": .scramble, "isbn13": .scramble,
        "postcode": .postcode, "post_code": .postcode, "zip_code": .postcode, "phone_number": .phone,
        "cell_number": .phone, "credit_card_number": .card, "ip": .ip, "ipv4": .ip, "mac_address": .mac,
        "uuidv1": .uuid, "uuidv3": .uuid, "uuidv4": .uuid, "uuidv5": .uuid, "word": .text, "words": .text,
        "sentence": .text, "sentences": .text, "paragraph": .text, "paragraphs": .text, "password": .scramble,
        "licence_plate": .scramble,
    ]

    private static let others: [String: MaskingStrategy] = [
        "random_string": .text, "lorem_ipsum": .text, "random_phone": .phone, "random_zip": .postcode,
        "random_hash": .hash, "hash": .hash, "digest": .hash, "random_in_enum": .choice, "random_date": .shift,
    ]

    /// What plain SQL says as well; volatile where the original is.
    private static func written(_ name: String, _ a: [String]) -> AnonymizerFunction? {
        let chance = "pg_catalog.random()"
        switch (name, a.count) {
        case ("partial", 4):
            return .sql(
                "(pg_catalog.left((\(a[0]))::text, \(a[1])) || \(a[2]) || pg_catalog.right((\(a[0]))::text, \(a[3])))"
            )
        case ("partial_email", 1):
            return .sql(
                #"pg_catalog.regexp_replace((\#(a[0]))::text, '^(.{0,2})[^@]*@(.{0,2}).*\.([^.]*)$', '\1******@\2******.\3')"#
            )
        case ("random_int_between", 2), ("random_bigint_between", 2):
            return .sql("(pg_catalog.floor((\(a[0])) + \(chance) * ((\(a[1])) - (\(a[0])) + 1)))::bigint")
        case ("random_date_between", 2):
            return .sql("((\(a[0]))::timestamptz + \(chance) * ((\(a[1]))::timestamptz - (\(a[0]))::timestamptz))")
        case ("random_in", 1):
            return .sql("(\(a[0]))[1 + pg_catalog.floor(\(chance) * pg_catalog.cardinality(\(a[0])))::int]")
        case ("dnoise", 2): return .sql("((\(a[0])) + (2 * \(chance) - 1) * (\(a[1]))::interval)")
        case ("noise", 2): return Double(a[1]).map { .percent(Int(min(max($0, 0), 1) * 100)) }
        default: return nil
        }
    }
}

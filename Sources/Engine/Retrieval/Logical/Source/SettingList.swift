/// The value of a setting that is a list of names, such as `search_path`: `"$user", public`.
struct SettingList: Hashable {
    var elements: [String] = []

    /// Elements are separated by commas; those in double quotes may contain anything, a doubled quote for itself.
    init(parsing text: String) {
        var element = ""
        var isQuoted = false
        var wasQuoted = false
        var characters = Array(text.unicodeScalars)[...]
        while let scalar = characters.popFirst() {
            switch scalar {
            case "\"" where isQuoted && characters.first == "\"":
                characters.removeFirst()
                element.unicodeScalars.append(scalar)
            case "\"":
                isQuoted.toggle()
                wasQuoted = true
            case "," where !isQuoted:
                append(element, wasQuoted)
                element = ""
                wasQuoted = false
            case " " where !isQuoted, "\t" where !isQuoted: break
            default: element.unicodeScalars.append(scalar)
            }
        }
        append(element, wasQuoted)
    }

    private mutating func append(_ element: String, _ wasQuoted: Bool) {
        if !element.isEmpty || wasQuoted { elements.append(element) }
    }
}

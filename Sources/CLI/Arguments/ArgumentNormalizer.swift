/// Rewrites DBLab's ways of giving options into the one that ArgumentParser reads.
///
/// Global options may stand before the command; `-name` means `--name`; values may begin with a dash;
/// flags may have `=true` or `=false`; `--protected` may lack its value.
struct ArgumentNormalizer {
    func normalized(_ arguments: [String]) -> [String] {
        if arguments == ["-v"] { return ["--version"] }
        var scan = Scan(rest: arguments[...])
        while let argument = scan.rest.popFirst() {
            if argument == "--" {
                scan.tail = ["--"] + scan.rest
                break
            }
            guard let option = Self.option(argument) else {
                scan.plain.append(argument)
                continue
            }
            scan.take(option, spelled: argument)
        }
        return scan.plain + scan.global + scan.tail
    }

    /// An option's full name and the value after `=`, if `argument` is a known option.
    private static func option(_ argument: String) -> (name: String, value: String?)? {
        guard argument.hasPrefix("-") else { return nil }
        let body = argument.drop { $0 == "-" }
        guard argument.count - body.count <= 2, !body.isEmpty else { return nil }
        let spelled = String(body.prefix { $0 != "=" })
        let value = body.count > spelled.count ? String(body.dropFirst(spelled.count + 1)) : nil
        let name = argument.hasPrefix("--") ? spelled : OptionNames.short[spelled] ?? spelled
        return OptionNames.isKnown(name) ? (name, value) : nil
    }

    private struct Scan {
        var rest: ArraySlice<String>
        var plain: [String] = []
        var global: [String] = []
        var tail: [String] = []

        mutating func take(_ option: (name: String, value: String?), spelled: String) {
            if OptionNames.flags.contains(option.name) {
                takeFlag(option)
            } else if option.name == OptionNames.protected {
                plain.append("--protected=\(option.value ?? nextProtection() ?? "true")")
            } else if let value = option.value ?? nextValue() {
                add(option.name, "--\(option.name)=\(value)")
            } else {
                add(option.name, "--\(option.name)")
            }
        }

        private mutating func takeFlag(_ option: (name: String, value: String?)) {
            switch option.value {
            case nil, "true"?, "1"?: add(option.name, "--\(option.name)")
            case "false"?, "0"?: break
            case let value?: add(option.name, "--\(option.name)=\(value)")
            }
        }

        private mutating func add(_ name: String, _ argument: String) {
            // DBLab gives two meanings to one name: of this command alone, `--output` is the file to write.
            if name == "output", plain.contains("download-artifact") {
                plain.append("--file" + argument.dropFirst("--output".count))
                return
            }
            if OptionNames.globalValued.contains(name) || OptionNames.globalFlags.contains(name) {
                global.append(argument)
            } else {
                plain.append(argument)
            }
        }

        /// The next argument, unless it is an option itself: then a value was forgotten.
        private mutating func nextValue() -> String? {
            guard let next = rest.first, ArgumentNormalizer.option(next) == nil, next != "--" else { return nil }
            return rest.popFirst()
        }

        /// The next argument if it can be a protection; otherwise it is the clone's id after a bare `--protected`.
        private mutating func nextProtection() -> String? {
            guard let next = rest.first, Protection(next) != nil else { return nil }
            return rest.popFirst()
        }
    }
}

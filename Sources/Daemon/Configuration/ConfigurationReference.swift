/// The reference of all keys, as docs/configuration.md shows it.
enum ConfigurationReference {
    /// The whole page in Markdown.
    static func markdown() -> String {
        var text = """
            # Configuration

            <!-- Made by `dblab-server config reference` from the table of keys. Change the table, not this file. -->

            The engine reads `server.yml` of DBLab Engine 4.2 and a few keys more: `dblab-server --config server.yml`.
            `dblab-server config check server.yml` tells what is wrong with one, line by line. A commented example is
            [configs/server.example.yml](../configs/server.example.yml).

            - Unknown keys, wrong types and numbers out of range are errors. Top-level keys that begin with `x-` are free, for anchors.
            - Anchors and merge keys (`<<: *name`) work, also several merge keys in one section.
            - `${NAME}` stands for an environment variable in secrets, passwords and connection strings; `$NAME` in secrets only.
              A variable that is not set is an error.
            - `*` below stands for any name, `[]` for each element of a list.

            **Effect:** *yes* – as in DBLab; *new* – DBLab does not have it; *later* – accepted, to come with a later version;
            *none* – accepted, and there is nothing here that it could mean. Keys of the last two kinds cause one warning.

            """
        for (section, keys) in sections {
            text += "\n## \(section)\n\n| key | value | default | effect | meaning |\n|---|---|---|---|---|\n"
            for key in keys { text += row(key) }
        }
        return text
    }

    /// Sections in the order of the table.
    private static var sections: [(String, [ConfigurationKey])] {
        var names: [String] = []
        let groups = Dictionary(grouping: ConfigurationKey.all) { key in
            let name = section(of: key)
            if !names.contains(name) { names.append(name) }
            return name
        }
        return names.map { ($0, groups[$0] ?? []) }
    }

    private static func section(of key: ConfigurationKey) -> String {
        let names = key.path.split(separator: ".").map(String.init)
        for name in ["hygiene", "masking"] where names.starts(with: ["retrieval", name]) { return "retrieval.\(name)" }
        guard names.starts(with: ["retrieval", "spec"]), names.count > 3 else { return names[0] }
        return names[0..<4].joined(separator: ".")
    }

    private static func row(_ key: ConfigurationKey) -> String {
        let name = key.path.dropFirst(section(of: key).count + 1)
        let standard = (key.standard ?? "").isEmpty ? "" : "`\(key.standard ?? "")`"
        return "| `\(name)` | \(key.kind.words) | \(standard) | \(key.status.words) | \(key.meaning) |\n"
    }
}

extension ConfigurationKey.Kind {
    /// For people who write configurations.
    fileprivate var words: String {
        switch self {
        case .flag: "true or false"
        case .integer(let range): range == 1...65535 ? "port" : "number"
        case .text: "text"
        case .secret, .credential: "secret"
        case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .texts: "list"
        case .choices(let choices): "list of " + choices.map { "`\($0)`" }.joined(separator: ", ")
        case .settings: "names with values"
        case .credentials: "names with secrets"
        case .anything: "anything"
        }
    }
}

extension ConfigurationKey.Status {
    fileprivate var words: String {
        switch self {
        case .used: "yes"
        case .ours: "new"
        case .planned: "later"
        case .ignored: "none"
        }
    }
}

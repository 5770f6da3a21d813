import API

/// A clone as lines with labels; the first four are those of DBLab's `clone create`.
struct CloneSummary {
    let clone: Clone

    init(_ clone: Clone) {
        self.clone = clone
    }

    /// What DBLab prints about a new clone, and the state.
    var lines: [String] {
        created + [
            Self.line("Status", "\(clone.status.code.rawValue) \(clone.status.message)"),
            Self.line("Protected", protection),
        ] + (clone.deleteAt.map { [Self.line("Goes at", $0.text(in: .local))] } ?? []) + [
            Self.line("Created", clone.createdAt.text(in: .local)),
            Self.line("Differs by", ByteCount.text(clone.metadata.cloneDiffSize)),
            Self.line("Size", ByteCount.text(clone.metadata.logicalSize)),
        ]
    }

    /// What DBLab prints about a new clone.
    var created: [String] {
        [
            Self.line("ID", clone.id),
            Self.line("Branch", clone.branch),
            Self.line("Snapshot", clone.snapshot?.id ?? ""),
            Self.line("Connection string", clone.db.connStr),
        ]
    }

    func print() {
        for line in lines { Output.text(line) }
    }

    /// Prints what `create` ends with: lines, or JSON if that was asked for.
    func printCreated(as format: OutputFormat?) throws {
        guard format != .json else { return try Output.json(try View.clone(clone)) }
        for line in created { Output.text(line) }
        Output.text("")
    }

    private var protection: String {
        guard clone.protected else { return "no" }
        return clone.protectedTill.map { "until \($0.text(in: .local))" } ?? "yes"
    }

    private static func line(_ label: String, _ value: String) -> String {
        let head = "\(label):"
        return head + String(repeating: " ", count: max(1, 20 - head.count)) + value
    }
}

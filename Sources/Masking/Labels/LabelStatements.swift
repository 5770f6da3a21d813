/// The statements `SECURITY LABEL` in a script of `pg_dump`.
package struct LabelStatements: Equatable, Sendable {
    /// Those of PostgreSQL Anonymizer on tables and columns.
    package private(set) var labels: [AnonymizerLabel] = []
    /// Names of other providers.
    package private(set) var others: Set<String> = []

    /// - Throws: ``MaskingError`` for a statement that is not understood: what it asks for would not be done.
    package init(parsing script: String) throws {
        var scanner = SQLScanner(script)
        while let word = scanner.word() {
            guard word.uppercased() == "SECURITY" else {
                scanner.skipLine()
                continue
            }
            try read(&scanner)
        }
    }

    /// Behind `SECURITY`: `LABEL FOR provider ON COLUMN schema.table.column IS 'text';`.
    private mutating func read(_ scanner: inout SQLScanner) throws {
        guard scanner.skip("LABEL", "FOR"), let provider = scanner.identifier(), scanner.skip("ON"),
            let kind = scanner.word()?.uppercased()
        else { throw Self.notUnderstood(scanner) }
        guard provider == AnonymizerLabel.provider, ["TABLE", "COLUMN"].contains(kind) else {
            if provider != AnonymizerLabel.provider { others.insert(provider) }
            scanner.skipStatement()
            return
        }
        let names = scanner.names()
        guard names.count == (kind == "TABLE" ? 2 : 3), scanner.skip("IS") else { throw Self.notUnderstood(scanner) }
        // NULL takes a label away.
        if scanner.skip("NULL") { return scanner.skipStatement() }
        guard let text = scanner.text() else { throw Self.notUnderstood(scanner) }
        let column = kind == "TABLE" ? nil : names[2]
        labels.append(AnonymizerLabel(schema: names[0], table: names[1], column: column, text: text))
        scanner.skipStatement()
    }

    private static func notUnderstood(_ scanner: SQLScanner) -> MaskingError {
        MaskingError(
            "a SECURITY LABEL of the dump is not understood, near: \(scanner.surroundings)",
            hint: "Set retrieval.masking.labels: ignore, and write rules instead."
        )
    }
}

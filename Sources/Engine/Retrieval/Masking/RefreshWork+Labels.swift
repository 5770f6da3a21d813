import Masking

extension RefreshWork {
    /// Takes the labels of PostgreSQL Anonymizer from a script; those of others are reported as left out.
    /// - Throws: ``EngineError`` `invalidArgument` for a label that cannot be read.
    func noteLabels(in script: String, ofDatabase database: String) throws {
        do {
            let found = try LabelStatements(parsing: script)
            labels.add(found.labels, ofDatabase: database)
            for provider in found.others.sorted() {
                let object = "security labels of \(provider) (database \(database))"
                leaveOut(Omission(object: object, reason: "their provider is not loaded here"))
            }
        } catch let error as MaskingError {
            throw EngineError(.invalidArgument, error.message, hint: error.hint)
        }
    }
}

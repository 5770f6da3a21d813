/// What may be logged of a source: never its password, which a connection string may carry as well.
extension SourceOptions: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        "source(\(type?.rawValue ?? "remote"), \(connectionString == nil ? "connection" : "connectionString"))"
    }

    package var debugDescription: String { description }
}

extension SourceConnection: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        "connection(\(username ?? "postgres")@\(host ?? "localhost"):\(port?.text ?? "5432")/\(dbname ?? "postgres"))"
    }

    package var debugDescription: String { description }
}

extension LogicalSettings: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the environment, where passwords are.
    package var description: String { "settings(\(superuser), \(database), \(searchPaths))" }

    package var debugDescription: String { description }
}

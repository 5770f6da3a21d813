import FoundationEssentials
package import Postgres
import SystemPackage

extension SourceOptions {
    /// How to log in at the source; the password comes from `PGPASSWORD`, `passwordEnv`, `passwordFile` or the options.
    /// - Throws: ``EngineError`` `invalidArgument` that names the key; no message contains a password.
    package func parameters(environment: [String: String]) throws -> ConnectionParameters {
        guard type != .rdsIam else {
            throw EngineError(
                .invalidArgument,
                "source.type rdsIam is not supported yet",
                hint:
                    "Use source.connectionString with a database user that has a password (PGPASSWORD or passwordFile)."
            )
        }
        var parameters = try place()
        // The tools' and our own session settings are made by SET: poolers refuse start-up options.
        parameters.settings = [:]
        parameters.applicationName = "dblab"
        if let password = try password(environment: environment) { parameters.password = password }
        return parameters
    }

    private func place() throws -> ConnectionParameters {
        if let connectionString, !connectionString.isEmpty {
            do {
                var parameters = try ConnectionParameters(parsing: connectionString)
                // It may be written without one, as DBLab demands.
                if parameters.password == nil { parameters.password = connection?.password?.text }
                return parameters
            } catch let error as PostgresError {
                throw EngineError(.invalidArgument, "source.connectionString: \(error.message)")
            }
        }
        let port = Int(connection?.port?.text ?? "5432") ?? 0
        guard (1...65535).contains(port) else {
            throw EngineError(.invalidArgument, "source.connection.port must be a number from 1 to 65535")
        }
        return ConnectionParameters(
            host: connection?.host.flatMap { $0.isEmpty ? nil : $0 },
            port: port,
            user: connection?.username.flatMap { $0.isEmpty ? nil : $0 } ?? "postgres",
            password: connection?.password?.text,
            database: connection?.dbname.flatMap { $0.isEmpty ? nil : $0 } ?? "postgres"
        )
    }

    private func password(environment: [String: String]) throws -> String? {
        if let password = environment["PGPASSWORD"], !password.isEmpty { return password }
        if let passwordEnv, !passwordEnv.isEmpty {
            guard let password = environment[passwordEnv] else {
                throw EngineError(.invalidArgument, "source.passwordEnv: the variable \(passwordEnv) is not set")
            }
            return password
        }
        guard let passwordFile, !passwordFile.isEmpty else { return nil }
        do {
            let text = try SmallFile.read(FilePath(passwordFile), limit: 4096)
            return String(text.split(whereSeparator: \.isNewline).first ?? "")
        } catch {
            throw EngineError(.invalidArgument, "source.passwordFile \(passwordFile) cannot be read: \(error)")
        }
    }
}

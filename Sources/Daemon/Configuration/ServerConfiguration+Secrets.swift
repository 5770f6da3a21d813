import Engine
import Postgres

extension ServerConfiguration {
    /// What nobody should read in a log.
    func secretMask(environment: [String: String]) -> SecretMask {
        let physical = retrieval.spec?.physicalRestore?.options
        let sources = [retrieval.spec?.logicalDump?.options?.source, physical?.source]
        var secrets = [server.verificationToken, environment["PGPASSWORD"]]
        for source in sources {
            let string = source?.connectionString.flatMap { try? ConnectionParameters(parsing: $0) }
            secrets += [source?.connection?.password?.text, string?.password]
        }
        secrets += (webhooks?.hooks ?? []).map(\.secret)
        secrets += (physical?.envs ?? [:]).filter { Self.isSecret($0.key) }.map(\.value.text)
        if let name = retrieval.masking?.keyEnv { secrets.append(environment[name]) }
        return SecretMask(secrets.compactMap(\.self))
    }

    /// Whether a variable is of the kind that holds a secret, such as `AWS_SECRET_ACCESS_KEY`.
    static func isSecret(_ variable: String) -> Bool {
        let name = variable.uppercased()
        return ["KEY", "SECRET", "PASS", "TOKEN"].contains { name.contains($0) }
    }
}

import CLibPQ
import SystemPackage

extension ConnectionParameters {
    /// Parses a URI (`postgresql://user@host:5432/db?sslmode=…`) or a string of `keyword=value` pairs, as libpq does.
    /// - Throws: ``PostgresError``; its message never repeats the string, which may contain a password.
    package init(parsing text: String) throws {
        var found = try Self.keywords(in: text)
        let user = found.removeValue(forKey: "user") ?? ""
        let portText = found.removeValue(forKey: "port") ?? "5432"
        guard !user.isEmpty else { throw PostgresError("The connection string names no user.") }
        guard let port = Int(portText), (1...65535).contains(port) else {
            throw PostgresError("The port of the connection string must be a number from 1 to 65535.")
        }
        self.init(
            host: found.removeValue(forKey: "host"),
            port: port,
            user: user,
            password: found.removeValue(forKey: "password"),
            database: found.removeValue(forKey: "dbname") ?? user,
            sslMode: found.removeValue(forKey: "sslmode"),
            sslRootCertificate: found.removeValue(forKey: "sslrootcert").map { FilePath($0) }
        )
        if let timeout = found.removeValue(forKey: "connect_timeout") {
            connectTimeout = Int(timeout) ?? connectTimeout
        }
        if let name = found.removeValue(forKey: "application_name") { applicationName = name }
        keywords = found
    }

    private static func keywords(in text: String) throws -> [String: String] {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &problem) else {
            defer { PQfreemem(problem) }
            throw PostgresError("The connection string cannot be read\(reason(problem)).")
        }
        defer { PQconninfoFree(options) }
        var result: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { result[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return result
    }

    /// libpq's words up to the first quotation: what follows may be part of a password.
    private static func reason(_ problem: UnsafeMutablePointer<CChar>?) -> String {
        guard let problem else { return "" }
        let words = String(cString: problem).prefix { $0 != "\"" && !$0.isNewline }
        return words.isEmpty ? "" : ": " + words.trimmingSuffix { $0 == " " || $0 == ":" }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var result = self
        while let last = result.last, isTrimmed(last) { result.removeLast() }
        return result
    }
}

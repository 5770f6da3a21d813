package import SystemPackage

/// Where a server is and how to log in there.
package struct ConnectionParameters: Sendable, Hashable {
    /// A host name, an address, or the directory of a Unix socket; `nil` for libpq's default.
    package var host: String?
    package var port: Int
    package var user: String
    package var password: String?
    package var database: String
    /// libpq's `sslmode`, such as `verify-full`; `nil` for libpq's default.
    package var sslMode: String?
    package var sslRootCertificate: FilePath?
    /// In seconds.
    package var connectTimeout: Int
    package var applicationName: String
    /// Settings of the session, in force from its first moment, such as `statement_timeout`.
    ///
    /// `search_path` is pinned by default, so that objects planted in a schema of the database are never run unawares.
    package var settings: [String: String]
    /// Further libpq keywords, such as `sslcert` or `channel_binding`.
    package var keywords: [String: String] = [:]

    package init(
        host: String? = nil,
        port: Int = 5432,
        user: String,
        password: String? = nil,
        database: String,
        sslMode: String? = nil,
        sslRootCertificate: FilePath? = nil,
        connectTimeout: Int = 10,
        applicationName: String = "dblab",
        settings: [String: String] = ["search_path": "pg_catalog"]
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.sslMode = sslMode
        self.sslRootCertificate = sslRootCertificate
        self.connectTimeout = connectTimeout
        self.applicationName = applicationName
        self.settings = settings
    }

    /// Keywords and values as libpq takes them.
    package var libpqKeywords: [String: String] {
        var result = keywords
        result["host"] = host
        result["port"] = String(port)
        result["user"] = user
        result["password"] = password
        result["dbname"] = database
        result["sslmode"] = sslMode
        result["sslrootcert"] = sslRootCertificate?.string
        result["connect_timeout"] = String(connectTimeout)
        result["application_name"] = applicationName
        result["options"] = options
        return result.merging(livenessChecks) { given, _ in given }
    }

    /// The database and what has no environment variable, as an argument for `pg_dump` and the like; never a secret.
    package var conninfo: String {
        let all = libpqKeywords
        let checks = ["keepalives"] + Self.livenessChecks.keys.sorted()
        return (["dbname"] + checks).compactMap { keyword in
            all[keyword].map { "\(keyword)=\(Self.quotingValue($0))" }
        }
        .joined(separator: " ")
    }

    /// Environment variables for `pg_dump`, `psql` and the like, so that no secret is ever an argument.
    package var environment: [String: String] {
        var result: [String: String] = [:]
        for (keyword, value) in libpqKeywords {
            guard let variable = Self.variables[keyword] else { continue }
            result[variable] = value
        }
        return result
    }

    /// Ends a connection to a machine that is silently gone within two minutes instead of two hours.
    private var livenessChecks: [String: String] {
        let isNetwork = host.map { !$0.hasPrefix("/") && !$0.hasPrefix("@") } ?? (keywords["hostaddr"] != nil)
        return isNetwork ? Self.livenessChecks : [:]
    }

    /// In seconds and counts; the last in milliseconds.
    private static let livenessChecks = [
        "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "60000",
    ]

    private static func quotingValue(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            if character == "\\" || character == "'" { result.append("\\") }
            result.unicodeScalars.append(character)
        }
        return "'\(result)'"
    }

    /// The settings as command-line options for a backend; the separators of that tiny language are escaped.
    private var options: String? {
        guard !settings.isEmpty else { return keywords["options"] }
        let own = settings.sorted { $0.key < $1.key }.map { name, value in
            "-c " + Self.escapingOption("\(name)=\(value)")
        }
        return ([keywords["options"]].compactMap { $0 } + own).joined(separator: " ")
    }

    private static func escapingOption(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar.properties.isWhitespace { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// libpq's own names; what is missing here has no variable.
    private static let variables = [
        "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
        "hostaddr": "PGHOSTADDR", "options": "PGOPTIONS", "application_name": "PGAPPNAME",
        "connect_timeout": "PGCONNECT_TIMEOUT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
        "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslcrl": "PGSSLCRL", "sslcrldir": "PGSSLCRLDIR",
        "sslcompression": "PGSSLCOMPRESSION", "sslsni": "PGSSLSNI", "requirepeer": "PGREQUIREPEER",
        "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION", "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION",
        "channel_binding": "PGCHANNELBINDING", "gssencmode": "PGGSSENCMODE", "krbsrvname": "PGKRBSRVNAME",
        "client_encoding": "PGCLIENTENCODING", "target_session_attrs": "PGTARGETSESSIONATTRS",
        "passfile": "PGPASSFILE", "service": "PGSERVICE",
    ]
}

extension ConnectionParameters: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// User, place and database; never the password.
    package var description: String { "\(user)@\(host ?? "localhost"):\(port)/\(database)" }
    package var debugDescription: String { description }
    /// Nothing to look into: a dump of a value must not show its password either.
    package var customMirror: Mirror { Mirror(self, children: ["connection": description]) }
}

package import SystemPackage
import Tooling

/// The programs of one major version of PostgreSQL on this machine.
package struct PostgresInstallation: Hashable, Sendable {
    package let major: Int
    /// The directory with `postgres`, `pg_ctl`, `initdb` and so on.
    package let binaries: FilePath

    package init(major: Int, binaries: FilePath) {
        self.major = major
        self.binaries = binaries
    }

    /// The path of one program.
    package func program(_ name: String) -> FilePath { binaries.appending(name) }

    /// Where Debian's packages put all versions.
    package static let defaultDirectory: FilePath = "/usr/lib/postgresql"

    /// Finds the programs of a major version.
    /// - Parameter searchPaths: looked at first; each is a directory of programs (`…/bin`), the prefix of one,
    ///   or a directory of prefixes named by their major version.
    /// - Throws: ``PostgresError`` that names the package to install.
    package static func find(major: Int, searchPaths: [FilePath] = []) async throws -> Self {
        guard ServerVersion.supportedMajors.contains(major) else {
            throw PostgresError(
                "PostgreSQL \(major) is not supported; versions 12 to \(ServerVersion.supportedMajors.upperBound) are."
            )
        }
        for directory in searchPaths + [defaultDirectory] {
            if let found = await installation(of: major, at: directory) { return found }
        }
        let places = (searchPaths.map(\.string) + ["\(defaultDirectory)/\(major)/bin"]).joined(separator: ", ")
        throw PostgresError(
            "PostgreSQL \(major) is not installed here (looked in \(places)).",
            hint: "Install the package postgresql-\(major), or add the directory of its programs to the search paths."
        )
    }

    /// Finds the programs that fit a data directory, by its `PG_VERSION`.
    /// - Throws: ``PostgresError`` if it is no data directory, or its version is not installed.
    package static func find(forDataDirectory directory: FilePath, searchPaths: [FilePath] = []) async throws -> Self {
        try await find(major: majorVersion(ofDataDirectory: directory), searchPaths: searchPaths)
    }

    /// All that are installed, oldest first.
    package static func installed(searchPaths: [FilePath] = []) async -> [Self] {
        var result: [Self] = []
        for major in ServerVersion.supportedMajors {
            if let found = try? await find(major: major, searchPaths: searchPaths) { result.append(found) }
        }
        return result
    }

    /// The newest that is installed.
    /// - Throws: ``PostgresError`` if there is none.
    package static func newest(searchPaths: [FilePath] = []) async throws -> Self {
        guard let found = await installed(searchPaths: searchPaths).last else {
            throw PostgresError(
                "PostgreSQL is not installed here (looked in \((searchPaths + [defaultDirectory]).map(\.string))).",
                hint: "Install the package postgresql."
            )
        }
        return found
    }

    /// The major version that a data directory belongs to.
    /// - Throws: ``PostgresError`` if it is not a data directory.
    package static func majorVersion(ofDataDirectory directory: FilePath) throws -> Int {
        let file = directory.appending("PG_VERSION")
        guard let text = try? SmallFile.read(file, limit: 64) else {
            throw PostgresError("\(directory) is not a data directory of PostgreSQL: its PG_VERSION cannot be read.")
        }
        guard let version = ServerVersion(parsing: text) else {
            throw PostgresError("\(file) contains no version.")
        }
        return version.major
    }
}

extension PostgresInstallation {
    private static func installation(of major: Int, at directory: FilePath) async -> Self? {
        let named = directory.appending(String(major)).appending("bin")
        if SmallFile.isExecutable(named.appending("postgres")) { return Self(major: major, binaries: named) }
        for binaries in [directory, directory.appending("bin")] {
            let program = binaries.appending("postgres")
            guard SmallFile.isExecutable(program),
                let words = try? await Tool(program.string, timeLimit: .seconds(10)).run(["--version"]),
                ServerVersion(parsing: words)?.major == major
            else { continue }
            return Self(major: major, binaries: binaries)
        }
        return nil
    }
}

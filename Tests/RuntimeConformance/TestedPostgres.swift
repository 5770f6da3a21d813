import FoundationEssentials
package import Postgres
package import SystemPackage

/// The PostgreSQL that tests run: the newest installed one, or the one that `DBLAB_TEST_POSTGRES` names.
///
/// The variable is a directory of programs (`…/bin`); `script/test-majors` sets it.
package enum TestedPostgres {
    /// Where runtimes and engines look besides Debian's place.
    package static let searchPaths: [FilePath] =
        ProcessInfo.processInfo.environment["DBLAB_TEST_POSTGRES"]
        .map { [FilePath($0)] } ?? []

    /// The tested version.
    package static func installation() async throws -> PostgresInstallation {
        for directory in searchPaths {
            for major in ServerVersion.supportedMajors.reversed() {
                let found = try? await PostgresInstallation.find(major: major, searchPaths: [directory])
                if let found, found.binaries == directory { return found }
            }
        }
        try expect(searchPaths.isEmpty, "there are programs of PostgreSQL in \(searchPaths)")
        return try await .newest()
    }
}

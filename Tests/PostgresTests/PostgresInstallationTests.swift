import Glibc
import Postgres
import SystemPackage
import Testing

@Suite struct PostgresInstallationTests {
    @Test func installedVersionsAreFoundInEveryForm() async throws {
        let newest = try await PostgresInstallation.newest()
        #expect(try await PostgresInstallation.find(major: newest.major) == newest)
        for path in [newest.binaries, newest.binaries.removingLastComponent(), "/usr/lib/postgresql"] {
            let found = try await PostgresInstallation.find(major: newest.major, searchPaths: ["/nonexistent", path])
            #expect(found == newest)
        }
    }

    @Test func missingVersionNamesItsPackage() async throws {
        let installed = await PostgresInstallation.installed().map(\.major)
        let missing = try #require((12...18).first { !installed.contains($0) }, "all versions are installed")
        let error = await #expect(throws: PostgresError.self) { try await PostgresInstallation.find(major: missing) }
        #expect(error?.description.contains("Install the package postgresql-\(missing)") == true)
        await #expect(throws: PostgresError.self) { try await PostgresInstallation.find(major: 9) }
    }

    @Test func dataDirectoryTellsItsVersion() async throws {
        try withTemporaryDirectory { directory in
            #expect(throws: PostgresError.self) { try PostgresInstallation.majorVersion(ofDataDirectory: directory) }
            try write("15\n", to: directory.appending("PG_VERSION"))
            #expect(try PostgresInstallation.majorVersion(ofDataDirectory: directory) == 15)
            try write("x", to: directory.appending("PG_VERSION"))
            #expect(throws: PostgresError.self) { try PostgresInstallation.majorVersion(ofDataDirectory: directory) }
        }
    }
}

import Postgres
import SystemPackage
import Testing

@Suite struct PreloadLibrariesTests {
    @Test func aListIsReadAsPostgreSQLWritesIt() {
        let list = PreloadLibraries(parsing: " pg_stat_statements,\"auto_explain\" , logerrors,")
        #expect(list.names == ["pg_stat_statements", "auto_explain", "logerrors"])
        #expect(list.removing(["logerrors"]).value == "pg_stat_statements, auto_explain")
        #expect(PreloadLibraries(parsing: "").names.isEmpty)
    }

    @Test func whatIsNotInstalledIsFound() async throws {
        let installation = try await PostgresInstallation.newest()
        let list = PreloadLibraries(parsing: "pg_stat_statements, no_such_library, $libdir/auto_explain")
        #expect(list.missing(from: installation) == ["no_such_library"])
    }

    @Test func whereTheLibrariesAreUnknownNothingIsMissing() {
        let nowhere = PostgresInstallation(major: 15, binaries: "/nowhere/bin")
        #expect(PreloadLibraries(parsing: "anything").missing(from: nowhere).isEmpty)
    }
}

import FoundationEssentials
import Glibc
import Postgres
package import SystemPackage
package import Tooling

/// An empty cluster, made once per test process, from which each test takes a copy.
package actor ClusterTemplate {
    package static let shared = ClusterTemplate()

    private var making: Task<FilePath, any Error>?

    /// Who runs servers in tests: root may not.
    package static let account: Account? = Account.processIsRoot ? Account(named: "postgres") : nil

    /// Copies the cluster to a directory that does not exist yet.
    package func copy(to directory: FilePath) async throws {
        let task = making ?? Task { try await Self.make() }
        making = task
        try await Tool("cp", account: Self.account)("-a", "--reflink=auto", task.value.string, directory.string)
    }

    /// Kept beside those of other versions for the next run: making one takes longer than all else in a test.
    private static func make() async throws -> FilePath {
        let installation = try await TestedPostgres.installation()
        let user = account?.userID ?? geteuid()
        let place = FilePath("/tmp/dblab-template-\(installation.major)-\(user)")
        if FileManager.default.fileExists(atPath: place.appending("PG_VERSION").string) { return place }
        let draft = FilePath(place.string + ".\(getpid())")
        var cluster = ClusterInitialization()
        cluster.arguments = ["--wal-segsize=1"]
        try await cluster.run(in: draft, installation: installation, account: account)
        if rename(draft.string, place.string) != 0 { try? FileManager.default.removeItem(atPath: draft.string) }
        return place
    }
}

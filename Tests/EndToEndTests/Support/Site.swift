import API
import Foundation
import Runtime
import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// A machine for one test: a pool, a configuration and a state directory, on which daemons come and go.
struct Site: Sendable {
    let pool: TestPool
    let directory: FilePath
    /// The ports of clones; the daemon's own is the one after them.
    let ports: ClosedRange<Int>
    let source: Source
    let options: Options
    private let cleanUp: CleanUp
    private let evidence: Evidence

    /// What differs from one test to the next.
    struct Options: Sendable {
        /// How many ports clones may have.
        var portCount = 60
        /// The section `retrieval`; `nil` for the logical copy of the source.
        var retrieval: String?
        /// Further lines of the section `provision`.
        var provision = ""
        /// Further lines of server.yml, each with its own section.
        var configuration = ""
        /// Where the pool's image is to lie, if its power is to be cut; the state directory is then on the same disk.
        var imageDirectory: FilePath?
        /// Whose the pool and the site's directory are to be, if the daemon is not to run as root.
        var owner: Account?
        /// Warnings and errors in the daemon's log that belong to the test; any other fails it.
        var expectedComplaints: [String] = []
    }

    static let token = "secret-token-of-the-tests"
    private static let slots = Slots(4)

    var configurationFile: FilePath { directory.appending("server.yml") }
    var stateDirectory: FilePath {
        options.imageDirectory == nil ? directory.appending("state") : pool.directory.appending(".state")
    }
    var catalogFile: FilePath { stateDirectory.appending("catalog.db") }
    var url: String { "http://127.0.0.1:\(ports.upperBound + 1)" }

    /// Makes a site, and takes it down when `body` ends, however it ends: first daemons, then servers, then the pool.
    static func with(
        _ kind: TestPool.Kind = .btrfs,
        _ options: Options = Options(),
        _ body: (Site) async throws -> Void
    ) async throws {
        let source = try #require(Source.current, "the suite lies in EndToEnd")
        try await slots.with {
            try await TestPool.with(kind, imageDirectory: options.imageDirectory) { pool in
                try await make(pool, source, options, body)
            }
        }
    }

    private static func make(
        _ pool: TestPool,
        _ source: Source,
        _ options: Options,
        _ body: (Site) async throws -> Void
    ) async throws {
        try await CleanUp.after { cleanUp in
            let directory = try FilePath.makeTemporaryDirectory()
            cleanUp.add { try await blocking { _ in try directory.removeAll() } }
            let block = try PortBlock()
            cleanUp.add { block.release() }
            let first = block.ports.lowerBound
            let site = Site(
                pool: pool,
                directory: directory,
                ports: first...(first + options.portCount - 1),
                source: source,
                options: options,
                cleanUp: cleanUp,
                evidence: Evidence(expecting: options.expectedComplaints)
            )
            // Last of all: by then no server is left that they could belong to.
            cleanUp.add { try await site.removeControlGroups() }
            cleanUp.add { await site.killServers() }
            try site.configurationFile.write(site.configuration())
            if let owner = options.owner {
                try await Tool("chown")(
                    "\(owner.userID):\(owner.groupID)",
                    pool.directory.string,
                    directory.string,
                    site.configurationFile.string
                )
            }
            try await site.evidence.keptOnFailure(of: site) { try await body(site) }
        }
    }

    /// Starts a daemon, and returns when it answers.
    /// - Parameter failpoint: the place where it is to kill itself.
    /// - Parameter launcher: what runs it, see ``Daemon/init(on:failpoint:launcher:)``.
    func start(failpoint: String? = nil, launcher: [String] = []) async throws -> Daemon {
        let daemon = try Daemon(on: self, failpoint: failpoint, launcher: launcher)
        evidence.add(daemon)
        cleanUp.add { try await daemon.close() }
        try await daemon.waitUntilReady()
        return daemon
    }

    /// Starts a daemon on a site where there is nothing yet, and fills the first snapshot from the source.
    func startWithSnapshot() async throws -> Daemon {
        let daemon = try await start()
        try await daemon.waitForRefresh()
        return daemon
    }

    /// A reboot takes them along, and so must the end of a test.
    private func removeControlGroups() async throws {
        let groups = try? ControlGroups.find(directory: stateDirectory.appending("servers"))
        try await groups?.removeOrphans(besides: [])
    }

    /// Ends all servers that work in the pool, as a reboot would.
    func killServers() async {
        while true {
            let processes = ProcessTable.processes(workingUnder: pool.directory)
            guard !processes.isEmpty else { return }
            for process in processes { kill(process, SIGKILL) }
            await Task.yield()
        }
    }
}

import FoundationEssentials
import Postgres
package import SystemPackage
package import Tooling

/// Runs servers in containers of Docker, one for each.
///
/// It keeps nothing in memory. What runs is told by a record per server and the kernel, without asking Docker, so that
/// clones are known to serve also while its daemon is away. See docs/decisions/015-docker.md.
package struct DockerRuntime: DirectoryRuntime {
    package let directory: FilePath
    package let account: Account?
    package let docker: DockerClient
    /// The image of all servers; `{major}` stands for the major version of the data.
    package let image: String
    package var options = ContainerOptions()
    /// Loaded into servers, see ``PreloadLibrary``; `nil` for none.
    package var preloadLibrary: FilePath?
    /// Whether sandboxed servers have a network of their own; that needs the library, which takes the sockets handed in.
    package var closesNetwork = false
    package var sandboxGap: String?
    package var limits = TimeLimits()
    /// Called between any two effects; a test may throw here what a crash would cut off.
    package var failpoint: @Sendable (Effect) throws -> Void = { _ in }

    /// What `start` and `remove` do to the machine, in this order.
    package enum Effect: String, CaseIterable, Sendable {
        case directoryMade, filesWritten, planRecorded, containerCreated, containerStarted, processRecorded
        case serverEnded, containerRemoved, leftoversRemoved
    }

    /// Names the place, the account and the image; nothing is touched yet.
    /// - Throws: ``RuntimeError`` if the servers would run as root, or under an account that only root can take.
    package init(directory: FilePath, account: Account?, docker: DockerClient, image: String) throws {
        self.directory = directory
        self.account = try Self.checkedAccount(account)
        self.docker = docker
        self.image = image
    }

    package func state(of id: ServerID) async throws -> ServerState? {
        let place = serverDirectory(of: id)
        guard place.exists else { return nil }
        guard let record = try place.record(), let process = try process(of: record) else { return .stopped }
        switch try server(in: process, FilePath(record.dataDirectory)) {
        case .lives(let isReady): return isReady ? .running : .starting
        case .ended: return .stopped
        }
    }

    package func process(of record: ServerRecord) throws -> ServerProcess? {
        guard record.container != nil, let process = record.process, try process.isAlive else { return nil }
        return process
    }

    package func obstacle(forMajor major: Int) async -> Obstacle? {
        let name = image(forMajor: major)
        do {
            if try await docker.hasImage(name) { return nil }
        } catch {
            return Obstacle(reason: "cannot be run: \(error)", remedy: "Look at Docker: systemctl status docker")
        }
        return Obstacle(
            reason: "needs the image \(name), which is not here",
            remedy: "Bring it here: docker pull \(name); or name another in provision.dockerImage"
        )
    }

    /// Removes containers of servers that have no directory (any more).
    package func removeOrphans() async throws {
        let known = Set(serverIDs.map(containerName))
        for name in try await containers() where !known.contains(name) { try await docker.removeContainer(name) }
    }

    /// The names of all containers of this engine, whether they run or not.
    package func containers() async throws -> [String] { try await docker.containers(labelled: ownership) }
}

extension DockerRuntime {
    /// What became of the server in a container that runs.
    enum Inside { case lives(isReady: Bool), ended }

    /// Looks for the server that `postmaster.pid` names; before it has written the file, it is in the making.
    /// - Parameter process: The first of the container: the server, or what the image starts it by and may outlive it.
    func server(in process: ServerProcess, _ dataDirectory: FilePath) throws -> Inside {
        guard let file = PostmasterFile(inDataDirectory: dataDirectory) else { return .lives(isReady: false) }
        // The first process of a container knows itself by 1.
        let lives = try file.processID == 1 || process.family.contains { try $0.innerID == file.processID }
        return lives ? .lives(isReady: file.isReady) : .ended
    }

    /// Tells several engines of a machine apart.
    private static func instance(in directory: FilePath) -> String {
        String(StableHash.text(directory.string.utf8).prefix(8))
    }

    private var instance: String { Self.instance(in: directory) }

    /// The label of all containers of this engine.
    var ownership: String { "dblab.engine=\(instance)" }

    /// Whether a server has no network but the sockets that are handed in.
    func isClosed(_ server: ServerSpecification) -> Bool {
        server.isSandboxed && closesNetwork && preloadLibrary != nil
    }

    func containerName(of id: ServerID) -> String { "dblab-\(instance)-\(id)" }

    func image(forMajor major: Int) -> String { image.replacing("{major}", with: "\(major)") }
}

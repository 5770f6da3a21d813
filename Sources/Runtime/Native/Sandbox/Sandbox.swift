import CPorts
import FoundationEssentials
import Glibc
package import SystemPackage
package import Tooling

/// Keeps servers apart from the machine and from each other, by bubblewrap.
///
/// A sandboxed server sees its own data directory, its socket and a read-only system; no other process, no shared memory
/// of others, and no way to open a connection. See docs/decisions/013-sandbox.md.
package struct Sandbox: Sendable {
    private let bubblewrap: FilePath
    /// What all sandboxes have in common, told once: it takes looks at the machine.
    private let surroundings: [String]
    private let descent: [String]
    private let systemFiles: SystemFiles

    /// - Parameter account: Whom servers run as, if that is not the engine's own account.
    private init(bubblewrap: FilePath, account: Account?, systemFiles: SystemFiles) {
        self.bubblewrap = bubblewrap
        self.systemFiles = systemFiles
        surroundings = Self.surroundings(for: account, systemFiles)
        descent = Self.descent(to: account)
    }

    /// Whether this kernel keeps a sandboxed server from listening on ports of others: Linux 6.7 or newer with Landlock.
    package static var limitsPorts: Bool { cports_are_limited() != 0 }

    /// Looks for bubblewrap, and tries whether the kernel lets it work here.
    /// - Parameter directory: Where it keeps what it shows of `/etc`; one that the servers' account can pass through.
    /// - Throws: ``RuntimeError`` with code `unavailable` that says why not, and the remedy.
    package static func find(account: Account?, directory: FilePath) async throws -> Sandbox {
        let places: [FilePath] = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]
        guard let program = places.first(where: { access($0.string, X_OK) == 0 }) else {
            throw RuntimeError(.unavailable, "Bubblewrap is not installed. Install the package bubblewrap.")
        }
        let sandbox = Sandbox(
            bubblewrap: program,
            account: Account.processIsRoot ? account : nil,
            systemFiles: SystemFiles(directory: directory.appending("sandbox-etc"))
        )
        do {
            try sandbox.systemFiles.update()
            _ = try await Tool(program.string, timeLimit: .seconds(10))
                .run(sandbox.surroundings + ["--"] + sandbox.descent + ["/usr/bin/true"])
        } catch {
            throw RuntimeError(
                .unavailable,
                "\(program) cannot make a sandbox here: \(error) Allow user namespaces, or run the engine as root."
            )
        }
        return sandbox
    }

    /// What stands before a server's own command line.
    /// - Parameters:
    ///   - filter: The descriptor from which bubblewrap reads the filter of system calls.
    ///   - readable: Files and directories to be seen besides, read-only.
    ///   - descends: Whether a program becomes the account, or the server does so by itself, see ``PreloadLibrary``.
    func arguments(
        dataDirectory: FilePath,
        place: ServerDirectory,
        filter: Int32,
        readable: [FilePath],
        descends: Bool
    ) -> [String] {
        let own = [
            "--ro-bind", place.path.string, place.path.string,
            "--bind", place.sockets.string, place.sockets.string,
            "--bind", dataDirectory.string, dataDirectory.string,
            "--chdir", dataDirectory.string,
        ]
        return start(readable, besides: [place.path, dataDirectory]) + own + end(filter) + (descends ? descent : [])
    }

    /// The same for a server that is to be shown its directories later, and becomes the account by itself.
    func argumentsToWait(filter: Int32, readable: [FilePath]) -> [String] { start(readable) + end(filter) }

    private func start(_ readable: [FilePath], besides others: [FilePath] = []) -> [String] {
        // Else those of before will do.
        try? systemFiles.update()
        let files = readable.flatMap { ["--ro-bind-try", $0.string, $0.string] }
        // Made by themselves: as parents of what is closed to others they would be closed too.
        let parents = (readable + others).flatMap { ["--dir", $0.removingLastComponent().string] }
        return [bubblewrap.string] + surroundings + parents + files
    }

    private func end(_ filter: Int32) -> [String] { ["--seccomp", String(filter), "--"] }

    /// Namespaces, and a root with the system's programs and little more.
    private static func surroundings(for account: Account?, _ files: SystemFiles) -> [String] {
        let system = systemDirectories.flatMap { view(of: $0) }
        return ["--unshare-pid", "--unshare-ipc", "--unshare-uts"] + system
            + files.arguments + kernelFiles + capabilities(toBecome: account)
    }

    /// Also memory to share and a place for temporary files, both its own.
    private static let kernelFiles =
        ["--proc", "/proc", "--dev", "/dev"]
        + ["/dev/shm", "/tmp"].flatMap { ["--perms", "1777", "--size", String(memoryFiles), "--tmpfs", $0] }

    /// Bytes of files in memory: an eighth of the machine's, so that one clone cannot take it all.
    private static let memoryFiles = max(1 << 30, Machine.memory / 8)

    private static let systemDirectories = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"]

    /// Directories that are links into `/usr` remain so.
    private static func view(of name: String) -> [String] {
        let path = "/" + name
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            return ["--symlink", target, path]
        }
        return ["--ro-bind-try", path, path]
    }

    /// Root keeps what it takes to enter the account's directory and to become the account.
    private static func capabilities(toBecome account: Account?) -> [String] {
        guard account != nil else { return [] }
        return ["--cap-drop", "ALL"]
            + ["DAC_READ_SEARCH", "SETUID", "SETGID", "SETPCAP"].flatMap { ["--cap-add", "CAP_" + $0] }
    }

    /// Becomes the account and drops all rights, once the sandbox stands.
    private static func descent(to account: Account?) -> [String] {
        guard let account else { return [] }
        return ["/usr/bin/setpriv"] + account.setprivOptions
            + ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    }
}

import API
import CheckerSettings
import FoundationEssentials
import Glibc
import SystemPackage
import Tooling

/// The directory of one check: its source, and a home for its commands; it goes with the check.
struct Workspace: Sendable {
    let directory: FilePath
    let configuration: CheckerConfiguration

    var source: FilePath { directory.appending("source") }
    var home: FilePath { directory.appending("home") }

    /// Makes the directory.
    /// - Throws: ``CheckerError``.
    init(_ name: String, _ configuration: CheckerConfiguration) throws {
        self.configuration = configuration
        directory = configuration.workDirectory.appending(name)
        do {
            try FileManager.default.createDirectory(
                atPath: configuration.workDirectory.string,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o711]
            )
            for place in [directory, source, home] { try make(place) }
        } catch let error as Errno {
            throw CheckerError(.unavailable, "\(directory) cannot be made: \(error)")
        }
    }

    private func make(_ place: FilePath) throws {
        guard mkdir(place.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        guard let account = configuration.runner.account else { return }
        guard lchown(place.string, account.userID, account.groupID) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Removes all of it, following no link.
    func remove() {
        guard let name = directory.lastComponent,
            let parent = try? FileDescriptor.open(configuration.workDirectory, .readOnly, options: [.directory])
        else { return }
        try? parent.closeAfter { try TreeRemoval.remove(name, in: parent) }
    }

    /// Brings the source here.
    /// - Throws: ``CheckerError``.
    func fill(from wanted: MigrationRequest.Source) async throws {
        do {
            if let directory = wanted.directory, !directory.isEmpty {
                try await copy(FilePath(directory))
            } else {
                try await download(wanted)
            }
        } catch let failure as ToolFailure {
            throw CheckerError(
                .badRequest,
                "the source cannot be used: \(failure.reason) \(failure.output.prefix(500))"
            )
        }
    }

    private func download(_ wanted: MigrationRequest.Source) async throws {
        let download = ArchiveDownload(configuration: configuration.source)
        let ref = [wanted.ref, wanted.commit, wanted.branch].first { !$0.isEmpty } ?? ""
        let archive = directory.appending("source.tar.gz")
        try await download.fetch(download.url(owner: wanted.owner, repo: wanted.repo, ref: ref), to: archive)
        if let account = configuration.runner.account { _ = lchown(archive.string, account.userID, account.groupID) }
        // As the account without rights: a hostile archive reaches nothing that the commands could not.
        let tar = Tool("tar", timeLimit: .seconds(600), account: configuration.runner.account, workingDirectory: source)
        let listing = try ArchiveListing(
            try await tar.run(["--list", "--verbose", "--numeric-owner", "--gzip", "--file", archive.string])
        )
        guard listing.size <= configuration.source.sizeLimit * 4 else {
            throw CheckerError(.badRequest, "the source is larger than \(configuration.source.sizeLimit * 4) bytes")
        }
        try await tar.run([
            "--extract", "--gzip", "--file", archive.string, "--strip-components=1", "--no-same-owner",
            "--no-same-permissions",
        ])
    }

    private func copy(_ wanted: FilePath) async throws {
        let origin = try allowed(wanted)
        let size = try await Tool("du")("-s", "-b", "--", origin.string)
        guard let bytes = Int(size.prefix { $0.isNumber }), bytes <= configuration.source.sizeLimit else {
            throw CheckerError(
                .badRequest,
                "`source.directory` holds more than \(configuration.source.sizeLimit) bytes"
            )
        }
        try await Tool("cp", timeLimit: .seconds(600)).run([
            "--recursive", "--no-dereference", "--preserve=mode,timestamps", "--", origin.appending(".").string,
            source.string,
        ])
        guard let account = configuration.runner.account else { return }
        try await Tool("chown").run([
            "--recursive", "--no-dereference", "\(account.userID):\(account.groupID)", source.string,
        ])
    }

    /// A directory with all links followed, if it lies below a configured one.
    private func allowed(_ wanted: FilePath) throws -> FilePath {
        let refusal = CheckerError(
            .badRequest,
            "`source.directory` is no directory below one of source.roots",
            hint: "Ask the operator of the checker which directories there are"
        )
        guard let real = Self.real(wanted) else { throw refusal }
        var status = stat()
        guard stat(real.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw refusal }
        let isBelow = configuration.source.roots.compactMap(Self.real).contains { real.starts(with: $0) && real != $0 }
        guard isBelow else { throw refusal }
        return real
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard path.isAbsolute, let text = realpath(path.string, nil) else { return nil }
        defer { free(text) }
        return FilePath(String(cString: text))
    }
}

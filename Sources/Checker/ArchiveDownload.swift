import AsyncHTTPClient
import CheckerSettings
import FoundationEssentials
import NIOCore
import NIOHTTP1
import SystemPackage

/// Fetches the archive of a repository from the configured code host.
struct ArchiveDownload: Sendable {
    let configuration: SourceConfiguration
    private static let mostRedirects = 5

    /// The address of the archive.
    /// - Throws: ``CheckerError`` that names the field which cannot be part of one.
    func url(owner: String, repo: String, ref: String) throws -> String {
        // The GitHub action sends owner/repo as the repository, as DBLab's does.
        let name = repo.hasPrefix("\(owner)/") ? String(repo.dropFirst(owner.count + 1)) : repo
        for (value, field, mayHaveSlashes) in [(owner, "owner", true), (name, "repo", false), (ref, "ref", true)] {
            let steps = value.split(separator: "/", omittingEmptySubsequences: false)
            let isPlain = value.utf8.allSatisfy { Self.plain.contains($0) }
            guard isPlain, value.utf8.count <= 255, !steps.contains(where: { ["", ".", ".."].contains($0) }),
                mayHaveSlashes || steps.count == 1
            else { throw CheckerError(.badRequest, "`source.\(field)` is missing, or holds what it cannot") }
        }
        let escapedRef = ref.replacing("/", with: "%2F")
        switch configuration.kind {
        case .github: return "\(configuration.url)/repos/\(owner)/\(name)/tarball/\(ref)"
        case .gitlab:
            let project = "\(owner)/\(name)".replacing("/", with: "%2F")
            return "\(configuration.url)/projects/\(project)/repository/archive.tar.gz?sha=\(escapedRef)"
        case .local: throw CheckerError(.badRequest, "`source.directory` is missing: no code host is configured")
        }
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/".utf8)

    /// Writes what is at an address to a file.
    /// - Throws: ``CheckerError``.
    func fetch(_ url: String, to file: FilePath) async throws {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        settings.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        do {
            try await fetch(url, to: file, by: client)
            try? await client.shutdown()
        } catch let error as CheckerError {
            try? await client.shutdown()
            throw error
        } catch is CancellationError {
            try? await client.shutdown()
            throw CancellationError()
        } catch {
            try? await client.shutdown()
            throw CheckerError(.unavailable, "the source cannot be fetched: \(error)")
        }
    }

    private func fetch(_ url: String, to file: FilePath, by client: HTTPClient) async throws {
        var place = try Self.checked(url, reason: "source.url")
        let origin = place.host()
        for _ in 0...Self.mostRedirects {
            var request = HTTPClientRequest(url: place.absoluteString)
            request.headers.add(name: "User-Agent", value: "dblab-ci-checker")
            if !configuration.token.isEmpty, place.host() == origin {
                // GitHub reads the first, GitLab the second.
                request.headers.add(name: "Authorization", value: "Bearer \(configuration.token)")
            }
            let answer = try await client.execute(request, timeout: .minutes(10))
            if (300..<400).contains(answer.status.code), let next = answer.headers.first(name: "Location") {
                place = try Self.checked(
                    URL(string: next, relativeTo: place)?.absoluteString ?? next,
                    reason: "a redirect"
                )
                continue
            }
            guard answer.status == .ok else {
                throw CheckerError(
                    .badRequest,
                    "the code host answered with status \(answer.status.code) to the request for `source`",
                    hint: "Check owner, repo and ref, and the checker's source.token"
                )
            }
            return try await write(answer.body, to: file)
        }
        throw CheckerError(.unavailable, "the code host redirects without end")
    }

    /// Only this machine itself may be spoken to without encryption.
    private static func checked(_ text: String, reason: String) throws -> URL {
        guard let url = URL(string: text), let host = url.host(), url.user() == nil,
            url.scheme == "https" || url.scheme == "http" && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        else { throw CheckerError(.unavailable, "\(reason) is no https address") }
        return url
    }

    private func write(_ body: HTTPClientResponse.Body, to path: FilePath) async throws {
        let file = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        defer { try? file.close() }
        var count = 0
        for try await part in body {
            count += part.readableBytes
            guard count <= configuration.sizeLimit else {
                throw CheckerError(
                    .badRequest,
                    "the archive of the source is larger than \(configuration.sizeLimit) bytes"
                )
            }
            try file.writeAll(part.readableBytesView)
        }
    }
}

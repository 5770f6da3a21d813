import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import Web

/// The files of the web UI, as browsers get them.
@Suite struct AssetTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/CAssets/web").standardizedFileURL

    /// The files of the repository, by the paths that they are to be served at.
    private static func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.contains(".") {
            let data = try Data(contentsOf: folder.appending(path: path))
            files[path == "index.html" ? "/" : "/ui/\(path)"] = data
        }
        return files
    }

    @Test func everyFileIsServedLineByLine() async throws {
        let files = try Self.files()
        #expect(Set(files.keys) == Set(Asset.all.keys))
        try await TestEngine().test { requests in
            for (path, content) in files {
                let response = try await requests.send(.get, path, token: nil)
                let served = response.text.split(separator: "\n", omittingEmptySubsequences: false)
                let source = String(decoding: content, as: UTF8.self).split(
                    separator: "\n",
                    omittingEmptySubsequences: false
                )
                #expect(response.status == .ok && served.count == source.count, "\(path)")
                for (served, source) in zip(served, source) where !Self.isRemark(source) {
                    #expect(Self.squeezed(served) == Self.squeezed(source), "\(path)")
                }
            }
        }
    }

    private static func trimmed(_ line: Substring) -> Substring { line.drop { $0 == " " } }

    /// Some blanks are not sent.
    private static func squeezed(_ line: Substring) -> String { line.filter { $0 != " " } }

    /// A comment that fills its line, and ends there.
    private static func isRemark(_ line: Substring) -> Bool {
        let line = trimmed(line)
        return line.hasPrefix("//") || (line.hasPrefix("/*") && line.hasSuffix("*/"))
    }

    @Test func allTogetherAreSmall() {
        #expect(Asset.all.values.map(\.size).reduce(0, +) < 150_000)
    }

    @Test func nothingIsAllowedThatThePageDoesNotNeed() async throws {
        try await TestEngine().test { requests in
            let headers = try await requests.send(.get, "/", token: nil).headers
            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
            #expect(headers[.contentType] == "text/html; charset=utf-8")
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
        }
    }

    @Test func noScriptOrStyleStandsInThePage() throws {
        let page = String(decoding: try #require(try Self.files()["/"]), as: UTF8.self)
        #expect(!page.contains("style=") && !page.contains("<style") && !page.contains("onclick"))
        #expect(page.components(separatedBy: "<script").count == 2 && page.contains("src=\"/ui/js/main.js\"></script>"))
    }

    @Test func nothingIsParsedAsMarkup() throws {
        for (path, content) in try Self.files() where path.hasSuffix(".js") {
            let text = String(decoding: content, as: UTF8.self)
            for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"] {
                #expect(!text.contains(word), "\(path): \(word)")
            }
        }
    }

    @Test func whatTheBrowserHasIsNotSentAgain() async throws {
        try await TestEngine().test { requests in
            let first = try await requests.send(.get, "/ui/js/main.js", token: nil)
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl] == "no-cache")
            let second = try await requests.send(.get, "/ui/js/main.js", token: nil, headers: [.ifNoneMatch: tag])
            #expect(second.status == .notModified && second.body.readableBytes == 0)
            let other = try await requests.send(.get, "/ui/js/main.js", token: nil, headers: [.ifNoneMatch: "\"x\""])
            #expect(other.status == .ok)
        }
    }

    @Test func headHasNoBody() async throws {
        try await TestEngine().test { requests in
            let response = try await requests.send(.head, "/", token: nil)
            #expect(response.status == .ok && response.body.readableBytes == 0)
            #expect(response.headers[.contentLength].flatMap { Int($0) } == Asset.all["/"]?.size)
        }
    }

    @Test(arguments: ["/ui/", "/ui/nothing.js", "/ui/../server.yml", "/index.html", "/ui/js/main.js/x"])
    func otherPathsAreAsUnknownAsBefore(_ path: String) async throws {
        try await TestEngine().test { requests in
            _ = try await requests.send(.get, path).error(.notFound)
            _ = try await requests.send(.get, path, token: nil).error(.unauthorized)
        }
    }
}

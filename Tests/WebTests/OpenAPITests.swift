import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Web
import Yams

@Suite struct OpenAPITests {
    private static func text() throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/api/openapi.yaml")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// All operations, as `GET /clone/{id}`.
    private static func operations() throws -> [String: Node] {
        let root = try #require(try compose(yaml: text()))
        let paths = try #require(root["paths"]?.mapping)
        let pairs = paths.flatMap { path, methods in
            (methods.mapping ?? [:]).map { ("\($0.key.string?.uppercased() ?? "") \(path.string ?? "")", $0.value) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    @Test func describesExactlyTheRoutesThatExist() throws {
        let engine = try TestEngine()
        #expect(Set(try Self.operations().keys) == Set(WebApplication.routes(engine.services)))
    }

    @Test func everyOperationIsNamedAndEveryAnswerDescribed() throws {
        var names: Set<String> = []
        for (operation, node) in try Self.operations() {
            #expect(node["summary"]?.string != nil, "\(operation)")
            let name = try #require(node["operationId"]?.string, "\(operation)")
            #expect(names.insert(name).inserted, "\(name) is given twice")
            let answers = try #require(node["responses"]?.mapping, "\(operation)")
            #expect(answers.keys.contains("default"), "\(operation)")
            for (status, answer) in answers where answer["content"] != nil {
                for (type, content) in answer["content"]?.mapping ?? [:] {
                    #expect(content["schema"] != nil, "\(operation) \(status.string ?? "") \(type.string ?? "")")
                }
            }
        }
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        let text = try Self.text()
        let root = try #require(try compose(yaml: text))
        for match in text.matches(of: #/\$ref: "#\/([^"]+)"/#) {
            let target = match.1.split(separator: "/").reduce(Node?.some(root)) { $0?[String($1)] }
            #expect(target != nil, "\(match.1)")
        }
    }

    @Test func isServedAsItIs() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for path in ["/openapi.yaml", "/api/swagger-spec/dblab_openapi.yaml"] {
                let response = try await requests.send(.get, path, token: nil)
                #expect(response.status == .ok)
                #expect(try response.text == Self.text())
            }
        }
    }
}

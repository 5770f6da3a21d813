import FoundationEssentials

/// What Docker says of a container.
struct DockerContainer: Decodable, Sendable {
    let state: State

    struct State: Decodable, Sendable {
        let isRunning: Bool
        /// Of its first process, as the machine counts; 0 for none.
        let processID: Int32
        let exitCode: Int
        let lackedMemory: Bool

        enum CodingKeys: String, CodingKey {
            case isRunning = "Running", processID = "Pid", exitCode = "ExitCode", lackedMemory = "OOMKilled"
        }
    }

    enum CodingKeys: String, CodingKey { case state = "State" }
}

extension DockerClient {
    /// `nil` if there is none of this name.
    func container(_ name: String) async throws -> DockerContainer? {
        let answer = try await send(.get, "/containers/\(name)/json")
        if answer.status == 404 { return nil }
        return try answer.accepted(doing: "look at container \(name)").decoded(DockerContainer.self)
    }

    /// Ends a container at once and forgets it, and returns when it is gone.
    func removeContainer(_ name: String) async throws {
        let answer = try await send(.delete, "/containers/\(name)", ["force": "1", "v": "1"])
        if answer.status == 404 { return }
        // Somebody else is at it.
        if answer.status == 409 {
            _ = try await send(.post, "/containers/\(name)/wait", ["condition": "removed"])
            return
        }
        try answer.accepted(doing: "remove container \(name)")
    }

    /// The last lines of what a container said, whether to its output or as an error.
    func lastWords(of name: String, lines: Int) async -> [String] {
        let query: KeyValuePairs = ["stdout": "1", "stderr": "1", "tail": String(lines)]
        guard let answer = try? await send(.get, "/containers/\(name)/logs", query), answer.status == 200 else {
            return []
        }
        return Self.text(ofFrames: answer.data).split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Each portion comes behind eight bytes; the last four are its length.
    private static func text(ofFrames data: Data) -> String {
        var (bytes, text) = ([UInt8](data)[...], [UInt8]())
        while bytes.count > 8 {
            let length = bytes.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            text += bytes.dropFirst(8).prefix(length)
            bytes = bytes.dropFirst(8 + length)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The names of all containers with a label.
    func containers(labelled label: String) async throws -> [String] {
        struct Entry: Decodable { let Names: [String] }
        let filters = String(decoding: try JSONEncoder().encode(["label": [label]]), as: UTF8.self)
        return try await send(.get, "/containers/json", ["all": "1", "filters": filters])
            .accepted(doing: "list containers").decoded([Entry].self)
            .compactMap { $0.Names.first.map { String($0.drop { $0 == "/" }) } }
    }
}

import FoundationEssentials

/// What is known of an image.
struct DockerImage: Decodable, Sendable {
    /// Its digest, by which a container is sure to run this very image.
    let id: String
    let configuration: Configuration

    struct Configuration: Decodable, Sendable {
        let environment: [String]?
        let entrypoint: [String]?
        let command: [String]?

        enum CodingKeys: String, CodingKey { case environment = "Env", entrypoint = "Entrypoint", command = "Cmd" }
    }

    enum CodingKeys: String, CodingKey { case id = "Id", configuration = "Config" }

    /// The image's own way to start.
    var start: [String] { (configuration.entrypoint ?? []) + (configuration.command ?? []) }

    /// The major version that the official image and its descendants say they hold.
    var major: Int? {
        configuration.environment?.first { $0.hasPrefix("PG_MAJOR=") }.flatMap { Int($0.dropFirst("PG_MAJOR=".count)) }
    }
}

extension DockerClient {
    /// Looks an image up, and pulls it if it is not here.
    /// - Throws: ``RuntimeError`` with code `notInstalled` if it cannot be had.
    func image(_ name: String) async throws -> DockerImage {
        if let image = try await localImage(name) { return image }
        if let problem = try await pull(name) {
            throw RuntimeError(
                .notInstalled,
                "The image \(name) is not here, and cannot be pulled: \(problem) "
                    + "Bring it here, such as by docker pull or docker load, or name another in provision.dockerImage."
            )
        }
        guard let image = try await localImage(name) else {
            throw RuntimeError(.unavailable, "The image \(name) was pulled, and is gone again.")
        }
        return image
    }

    /// Whether an image is here.
    func hasImage(_ name: String) async throws -> Bool { try await localImage(name) != nil }

    private func localImage(_ name: String) async throws -> DockerImage? {
        let answer = try await send(.get, "/images/\(Self.escaped(name))/json")
        if answer.status == 404 { return nil }
        return try answer.accepted(doing: "look at the image \(name)").decoded(DockerImage.self)
    }

    /// - Returns: what went wrong; `nil` for nothing.
    private func pull(_ name: String) async throws -> String? {
        let hasTag = name.split(separator: "/").last?.contains { $0 == ":" || $0 == "@" } ?? false
        let reference = hasTag ? name : name + ":latest"
        let answer = try await send(.post, "/images/create", ["fromImage": reference], within: .seconds(3600))
        guard answer.status == 200 else { return answer.message }
        // It is told line by line, and a failure in the middle is only told there.
        return String(decoding: answer.data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .compactMap { try? JSONDecoder().decode(Progress.self, from: Data($0.utf8)).error }.last
    }

    private struct Progress: Decodable { let error: String? }
}

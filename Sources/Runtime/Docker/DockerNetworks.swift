/// Makes networks, one after the other: Docker refuses a second one of a name before it shows the first.
actor DockerNetworks {
    static let shared = DockerNetworks()

    private var last: Task<Void, any Error>?

    /// Makes a network whose containers do not reach each other, unless it is there.
    func ensure(_ name: String, at docker: DockerClient) async throws {
        let task = Task { [last] in
            _ = await last?.result
            try await Self.make(name, at: docker)
        }
        last = task
        try await task.value
    }

    private static func make(_ name: String, at docker: DockerClient) async throws {
        if try await docker.send(.get, "/networks/\(name)").status == 200 { return }
        let options: DockerValue = [
            "com.docker.network.bridge.name": .text(name), "com.docker.network.bridge.enable_icc": "false",
        ]
        let body: DockerValue = ["Name": .text(name), "Driver": "bridge", "CheckDuplicate": true, "Options": options]
        try await docker.send(.post, "/networks/create", json: body).accepted(doing: "make the network \(name)")
    }
}

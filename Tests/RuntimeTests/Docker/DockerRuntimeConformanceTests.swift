import Runtime
import RuntimeConformance
import SystemPackage
import Testing

@Suite struct DockerRuntimeConformanceTests {
    /// With the image's own program, and with an image that starts the server by itself.
    @Test(arguments: RuntimeConformance.allCases, [DockerForTests.image, DockerForTests.startingImage])
    func docker(keeps promise: RuntimeConformance, with image: String) async throws {
        // What an image starts by itself, it also sets by itself.
        if image == DockerForTests.startingImage, promise == .engineSettingsStay { return }
        let docker = DockerForTests.shared
        try await RuntimeLaboratory.with { directory in
            try await docker.runtime(in: directory, image: image)
        } _: { laboratory in
            try await promise.check(laboratory)
        }
    }
}

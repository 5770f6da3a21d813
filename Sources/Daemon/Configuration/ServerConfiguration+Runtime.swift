import Engine
import Runtime
import SystemPackage
import Tooling

extension ServerConfiguration {
    /// What runs servers, with all that keeps them apart, or with the reasons why there is nothing.
    /// - Parameter library: see ``PreloadLibrary``.
    func runtime(_ account: Account?, library: FilePath? = nil) async throws -> any PostgresRuntime {
        switch provision.runtime {
        case .native: try await nativeRuntime(account, library)
        case .docker: try dockerRuntime(account, library)
        }
    }

    private var serversDirectory: FilePath { stateDirectory.appending("servers") }

    private func nativeRuntime(_ account: Account?, _ library: FilePath?) async throws -> NativeRuntime {
        var runtime = try NativeRuntime(
            directory: serversDirectory,
            account: account,
            searchPaths: provision.searchPaths
        )
        runtime.preloadLibrary = library
        if !provision.resourceLimits.isEmpty {
            do {
                runtime.controlGroups = try ControlGroups.find(directory: runtime.directory)
            } catch let error as RuntimeError {
                runtime.limitGap = error.message
            }
        }
        guard provision.sandbox else { return runtime }
        do {
            runtime.sandbox = try await Sandbox.find(account: account, directory: stateDirectory)
            runtime.waitingServers = WaitingServers()
        } catch let error as RuntimeError {
            runtime.sandboxGap = error.message
        }
        return runtime
    }

    private func dockerRuntime(_ account: Account?, _ library: FilePath?) throws -> DockerRuntime {
        var runtime = try DockerRuntime(
            directory: serversDirectory,
            account: account,
            docker: DockerClient(socket: provision.dockerSocket),
            image: provision.dockerImage
        )
        runtime.preloadLibrary = library
        // Wrong options were refused with the configuration.
        runtime.options = try ContainerOptions(provision.containerConfig)
        runtime.closesNetwork = provision.sandbox
        if provision.sandbox, library == nil {
            runtime.sandboxGap = "\(PreloadLibrary.name) is not beside the engine's program."
        }
        return runtime
    }
}

extension ServerConfiguration.Provision {
    /// How the address of a Unix socket begins.
    static let dockerScheme = "unix://"

    /// Where Docker's daemon listens.
    var dockerSocket: FilePath { FilePath(String(dockerHost.dropFirst(Self.dockerScheme.count))) }

    /// Keys that mean something to the other kind of runtime only.
    var idleKeys: Set<String> {
        switch runtime {
        case .native: ["provision.dockerHost", "provision.dockerImage", "provision.containerConfig"]
        case .docker: []
        }
    }
}

import ArgumentParser
import Engine
import FoundationEssentials
import Storage
import SystemPackage

/// Says what does not fit between catalog, pools and servers.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Compare catalog, pools, servers and ports; report what does not fit, and change nothing.",
        discussion: "The exit status is 1 if there is an error among the findings."
    )

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run() async throws {
        let findings = try await findings(file.load())
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(findings), as: UTF8.self))
        } else {
            for finding in findings { print(finding.text) }
            if findings.isEmpty { print("All fits.") }
        }
        if findings.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    private func findings(_ configuration: ServerConfiguration) async throws -> [Finding] {
        let file = configuration.catalogFile.string
        // Looking must not make a catalog where there is none.
        let catalog = FileManager.default.fileExists(atPath: file) ? try Catalog(path: file) : nil
        var opened: [StoragePool] = []
        for pool in try ConfiguredPools(configuration.poolManager).all {
            opened.append(try await StorageDrivers.open(pool))
        }
        var evidence = try await Evidence(
            catalog: catalog,
            pools: opened,
            runtime: try await configuration.runtime(configuration.serverAccount()),
            searchPaths: configuration.provision.searchPaths
        )
        for pool in opened { evidence.space[pool.name] = try await pool.space() }
        return (catalog == nil ? [Self.noCatalog(file)] : []) + Doctor(evidence).findings()
    }

    private static func noCatalog(_ file: String) -> Finding {
        Finding(
            .note,
            "catalog",
            "there is none at \(file)",
            remedy: "Start the engine; if there was one before, run: dblab-server catalog rebuild"
        )
    }
}

extension Finding {
    /// For people, in two lines.
    fileprivate var text: String { "\(severity.rawValue): \(thing): \(reason)\n    \(remedy)" }
}

import API
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// From an engine that waits for its configuration to a clone, by one command.
    @Suite struct InstallTests {
        @Test
        func localInstallConfiguresAndCopies() async throws {
            try await Site.with { site in
                let text = try site.configurationFile.text()
                let waiting = String(text.prefix(upTo: try #require(text.firstRange(of: "retrieval:")).lowerBound))
                try site.configurationFile.write("# a remark of the operator\n\(waiting)")
                let daemon = try await site.start()
                #expect(try await daemon.client.retrieval().status == "pending")
                let dblab = try CommandLine(site)
                let output = try await dblab(
                    "local-install",
                    "--url=\(site.url)",
                    "--token=\(Site.token)",
                    "--source-url=postgresql://dblab_dump@127.0.0.1:\(site.source.port)/shop",
                    "--password=\(Source.password)",
                    "--dbname=shop",
                    "--shared-buffers=16MB",
                    "--yes"
                )
                #expect(output.hasPrefix("Proposed configuration:\n"))
                #expect(output.hasSuffix("Configuration applied.\nFull refresh started.\n"))
                try await daemon.waitForRefresh()
                try await daemon.createClone("first")
                let written = try site.configurationFile.text()
                #expect(written.hasPrefix("# a remark of the operator\n"))
                #expect(written.contains("jobs:\n    - logicalDump\n    - logicalRestore\n    - logicalSnapshot\n"))
                let shown = try JSONCoding.text(try await daemon.client.configuration(), indent: 0)
                #expect(!shown.contains(Source.password) && shown.contains("\"shop\""))
            }
        }
    }
}

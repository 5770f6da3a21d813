import API
import Glibc
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// A changed configuration takes effect, or is refused, while the engine runs.
    @Suite struct ReloadTests {
        @Test
        func aHangupAppliesAValidFileAndRefusesAnother() async throws {
            let options = Site.Options(expectedComplaints: [
                "unknown key `nonsense`", "the configuration is not applied",
            ])
            try await Site.with(.btrfs, options) { site in
                let daemon = try await site.startWithSnapshot()
                let text = try site.configurationFile.text()
                try await reload(
                    daemon,
                    text + "\ncloning: {protectionLeaseDurationMinutes: 77}\n",
                    until: "`cloning.protectionLeaseDurationMinutes` has changed and is in force"
                )
                #expect(try await daemon.client.status().cloning.protectionLeaseDurationMinutes == 77)
                try await reload(daemon, text + "\nnonsense: 1\n", until: "the one in force stays")
                #expect(try await daemon.client.status().cloning.protectionLeaseDurationMinutes == 77)
                let moved = text.replacing("stateDirectory: \(site.stateDirectory)", with: "stateDirectory: /elsewhere")
                try await reload(daemon, moved, until: "`global.stateDirectory` has changed: restart the engine")
                try await daemon.createClone("after")
            }
        }

        private func reload(_ daemon: Daemon, _ text: String, until words: String) async throws {
            try daemon.site.configurationFile.write(text)
            daemon.program.send(SIGHUP)
            let line: String? = try await daemon.program.first {
                daemon.program.lines.first { $0.contains(words) }
            }
            try #require(line != nil)
        }
    }
}

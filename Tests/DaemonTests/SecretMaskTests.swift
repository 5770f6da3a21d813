import Engine
import Testing

@testable import Daemon

@Suite struct SecretMaskTests {
    @Test func secretsOfAllSectionsAreMasked() throws {
        let configuration = try ServerConfiguration.parse(
            """
            \(ServerConfiguration.token)webhooks: {hooks: [{url: http://h, secret: of-the-hook}]}
            retrieval:
              masking: {keyEnv: MASKING_KEY, rules: []}
              spec:
                logicalDump: {options: {source: {connection: {password: of-the-dump}}}}
                physicalRestore:
                  options:
                    source: {connection: {password: of-the-copy}}
                    envs: {AWS_SECRET_ACCESS_KEY: of-the-archive, AWS_REGION: eu-central-1}
            """
        ).configuration
        let mask = configuration.secretMask(environment: [
            "MASKING_KEY": "of-the-masking", "PGPASSWORD": "of-the-shell",
        ])
        let words = ["hook", "dump", "copy", "archive", "masking", "shell"].map { "of-the-\($0)" }
        for word in words { #expect(!mask.masked("seen: \(word).").contains(word), "\(word)") }
        #expect(mask.masked("in eu-central-1") == "in eu-central-1")
    }
}

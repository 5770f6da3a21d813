import API

extension EnvironmentSettings {
    /// - Throws: ``CommandError/usage(_:)`` or ``ClientError`` for values that can never work.
    func check() throws {
        guard token.utf8.count <= 8192, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CommandError.usage("--token must be printable ASCII without spaces, at most 8192 characters")
        }
        do {
            _ = try ClientConfiguration(url: url).validated()
        } catch {
            throw CommandError.usage("--url: \(error)")
        }
        for (value, name) in [
            (forwarding.serverURL, "--forwarding-server-url"), (forwarding.identityFile, "--identity-file"),
            (branching.currentBranch, "--current-branch"),
        ] where !value.isEmpty {
            _ = try ArgumentCheck.text(value, of: name, longest: 2048)
        }
        guard forwarding.localPort.isEmpty || (1...65535).contains(Int(forwarding.localPort) ?? 0) else {
            throw CommandError.usage("--forwarding-local-port must be a port, 1 to 65535")
        }
    }
}

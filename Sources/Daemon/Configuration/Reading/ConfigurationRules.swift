import Engine
import Postgres
import Runtime

/// Checks what concerns several keys, or their meaning.
struct ConfigurationRules {
    private(set) var reader: ConfigurationReader

    init(reader: ConfigurationReader) { self.reader = reader }

    mutating func check(_ configuration: ServerConfiguration) {
        check(configuration.server)
        check(configuration.provision)
        check(configuration.retrieval)
        check(configuration.observer)
        check(configuration.webhooks?.hooks ?? [])
        requireAbsolute(configuration.poolManager.mountDir, "poolManager.mountDir")
        if !configuration.poolManager.reserve.isEmpty, ByteSize(argument: configuration.poolManager.reserve) == nil {
            report("poolManager.reserve", "must be a size such as 5GB")
        }
        requireAbsolute(configuration.global.stateDirectory, "global.stateDirectory")
        if configuration.poolManager.selectedPool.contains(where: { $0 == "/" })
            || [".", ".."].contains(configuration.poolManager.selectedPool)
        {
            report("poolManager.selectedPool", "must be the name of a directory in poolManager.mountDir")
        }
    }

    private mutating func report(_ path: String, _ problem: String) {
        reader.report(path.split(separator: ".").map(String.init), reader.lines[path] ?? 0, problem)
    }

    private mutating func requireAbsolute(_ path: String, _ key: String) {
        if !path.hasPrefix("/") { report(key, "must be an absolute path") }
    }

    private mutating func check(_ server: ServerConfiguration.Server) {
        if server.verificationToken.isEmpty, !server.allowNoToken {
            report(
                "server.verificationToken",
                "is empty: set it (such as \"${DBLAB_VERIFICATION_TOKEN}\"), or set `server.allowNoToken` to serve everybody"
            )
        }
        if server.verificationToken.contains(where: \.isNewline) {
            report("server.verificationToken", "must be one line")
        }
        if server.tls.certificate.isEmpty != server.tls.key.isEmpty {
            let missing = server.tls.key.isEmpty ? "key" : "certificate"
            report("server.tls.\(missing)", "is missing: TLS needs certificate and key")
        }
    }

    private mutating func check(_ provision: ServerConfiguration.Provision) {
        if provision.portPool.to < provision.portPool.from {
            report("provision.portPool.to", "must not be less than `provision.portPool.from`")
        }
        for address in provision.addresses where !IPAddress.isValid(address) {
            report("provision.cloneAccessAddresses", "has \"\(address)\", which is no IP address")
        }
        for path in provision.postgresPaths { requireAbsolute(path, "provision.postgresPaths") }
        let limits = provision.limits
        if !limits.memory.isEmpty, ByteSize(argument: limits.memory).map({ $0.bytes < 64 << 20 }) ?? true {
            report("provision.limits.memory", "must be a size such as 2GB, and at least 64MB")
        }
        if !limits.disk.isEmpty, ByteSize(argument: limits.disk) == nil {
            report("provision.limits.disk", "must be a size such as 20GB")
        }
        if !limits.cpus.isEmpty, Double(limits.cpus).map({ !(0.01...1024).contains($0) }) ?? true {
            report("provision.limits.cpus", "must be a number of processors such as 0.5 or 2")
        }
        if limits.processes != 0, limits.processes < 32 {
            report("provision.limits.processes", "must be 0 or at least 32")
        }
        // PostgreSQL keeps three for superusers, of which the engine is one.
        if limits.connections != 0, !(5...10000).contains(limits.connections) {
            report("provision.limits.connections", "must be 0 or a number from 5 to 10000")
        }
        let scheme = ServerConfiguration.Provision.dockerScheme
        if !provision.dockerHost.hasPrefix(scheme + "/") {
            report(
                "provision.dockerHost",
                "must be \(scheme) and the path of a Unix socket, such as \(scheme)/var/run/docker.sock"
            )
        }
        if provision.runtime == .docker {
            if provision.dockerImage.isEmpty {
                report("provision.dockerImage", "must name an image such as postgres:16")
            }
            do { _ = try ContainerOptions(provision.containerConfig) } catch {
                report("provision.containerConfig", "\(error)")
            }
        }
        if provision.account.isEmpty { report("provision.account", "must name an account of this machine") }
    }

    private mutating func check(_ observer: ServerConfiguration.Observer) {
        for pattern in observer.replacementRules.keys.sorted() {
            guard let problem = TextMask.problem(of: pattern) else { continue }
            report("observer.replacementRules", "has \"\(pattern.prefix(60))\", which \(problem)")
        }
    }

    private mutating func check(_ hooks: [ServerConfiguration.Webhooks.Hook]) {
        var secrets: [String: String] = [:]
        for hook in hooks {
            if let problem = hook.addressProblem { report("webhooks.hooks.[].url", problem) }
            let secret = hook.secret ?? ""
            if !secret.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
                report("webhooks.hooks.[].secret", "must be one line of ASCII characters")
            }
            if let url = hook.url, secrets.updateValue(secret, forKey: url).map({ $0 != secret }) ?? false {
                report("webhooks.hooks.[].url", "is given twice with different secrets")
            }
        }
    }

    private mutating func check(_ retrieval: ServerConfiguration.Retrieval) {
        do { _ = try retrieval.refresh.schedule } catch {
            report("retrieval.refresh.timetable", (error as? Timetable.Problem)?.message ?? "\(error)")
        }
        checkJobs(retrieval.jobs)
        do { _ = try retrieval.snapshotSchedule } catch {
            let key = "retrieval.spec.physicalSnapshot.options.scheduler.snapshot.timetable"
            report(key, (error as? Timetable.Problem)?.message ?? "\(error)")
        }
        if let dump = retrieval.dump { check(dump) }
        if let masking = retrieval.masking { check(masking) }
    }

    private mutating func check(_ masking: MaskingOptions) {
        for (name, path) in [("rulesFile", masking.rulesFile), ("keyFile", masking.keyFile)] {
            guard let path, !path.isEmpty else { continue }
            requireAbsolute(path, "retrieval.masking.\(name)")
        }
        let hasFile = !(masking.keyFile ?? "").isEmpty
        if hasFile, !(masking.keyEnv ?? "").isEmpty {
            report("retrieval.masking.keyFile", "and `keyEnv` are both given: keep one of them")
        }
        let hasRules = !masking.isEmpty || !(masking.rulesFile ?? "").isEmpty
        if hasRules, !hasFile, (masking.keyEnv ?? "").isEmpty {
            report("retrieval.masking", "needs `keyFile` or `keyEnv`; make a key with: openssl rand -hex 32")
        }
    }

    private mutating func checkJobs(_ jobs: [String]) {
        let physical = jobs.filter { $0.hasPrefix("physical") }
        if !physical.isEmpty, physical.count < jobs.count {
            report("retrieval.jobs", "must not mix logical and physical jobs")
        }
        if Set(jobs).count < jobs.count { report("retrieval.jobs", "names a job twice") }
    }

    private mutating func check(_ dump: LogicalDumpOptions) {
        let source = "retrieval.spec.logicalDump.options.source"
        if dump.source?.passwordFile?.isEmpty == false, dump.source?.passwordEnv?.isEmpty == false {
            report("\(source).passwordFile", "and `passwordEnv` are both given: keep one of them")
        }
        checkConnectionString(dump.source?.connectionString ?? "", "\(source).connectionString")
    }

    private mutating func checkConnectionString(_ text: String, _ key: String) {
        guard !text.isEmpty else { return }
        do {
            _ = try ConnectionParameters(parsing: text)
        } catch {
            report(key, "cannot be used: \((error as? PostgresError)?.message ?? "\(error)")")
        }
    }
}

import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage

extension Site {
    /// The text of server.yml.
    func configuration() -> String { configuration(options.retrieval ?? logicalRetrieval) }

    /// The same with logical copies of the source.
    func logicalConfiguration() -> String { configuration(logicalRetrieval) }

    private func configuration(_ retrieval: String) -> String {
        """
        server:
          verificationToken: \(Self.token)
          port: \(ports.upperBound + 1)
        global:
          debug: true
          stateDirectory: \(stateDirectory)
        poolManager:
          mountDir: \(pool.directory)
          driver: \(pool.kind.driver.rawValue)
          zfsDataset: "\(pool.zfsDataset ?? "")"
        databaseConfigs:
          configs:
            shared_buffers: 16MB
            max_connections: "30"
        provision:
          portPool:
            from: \(ports.lowerBound)
            to: \(ports.upperBound)
          postgresPaths: \(TestedPostgres.searchPaths.map(\.string))
        \(options.provision)
        \(retrieval)
        \(options.configuration)
        """
    }

    private var logicalRetrieval: String {
        """
        retrieval:
          jobs: [logicalDump, logicalRestore, logicalSnapshot]
          spec:
            logicalDump:
              options:
                source:
                  type: remote
                  connection:
                    host: 127.0.0.1
                    port: \(source.port)
                    dbname: shop
                    username: dblab_dump
                    password: \(Source.password)
                databases:
                  shop:
            logicalRestore:
              options:
                parallelJobs: 1
            logicalSnapshot:
              options: {}
        """
    }
}

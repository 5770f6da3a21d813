package import Runtime
package import Storage

extension Clone {
    /// The name of a revision's dataset.
    package func dataset(revision: Int) throws -> DatasetName {
        guard let name = DatasetName("clone-\(uid)-r\(revision)") else { throw impossibleName }
        return name
    }

    /// The name of a revision's server.
    package func server(revision: Int) throws -> ServerID {
        guard let name = ServerID("clone-\(uid)-r\(revision)") else { throw impossibleName }
        return name
    }

    private var impossibleName: EngineError {
        EngineError(.internalError, "clone \(id) has the impossible uid \(uid)")
    }
}

package import SystemPackage

/// What lies where in a dataset, and beside datasets.
package enum DatasetLayout {
    /// The PGDATA, owned by the account that servers run as.
    package static func dataDirectory(in dataset: FilePath) -> FilePath { dataset.appending("pgdata") }

    /// The mirror of the catalog's row, owned by the engine; read only to rebuild a lost catalog.
    package static func mirrorFile(in dataset: FilePath) -> FilePath { dataset.appending("dblab.json") }

    /// How the names of files begin that mirror a catalog's graph in the directory of a pool.
    package static let graphPrefix = "dblab-graph-"

    /// The mirror of a catalog's graph, in the directory of a pool.
    package static func graphFile(of catalog: String, in pool: FilePath) -> FilePath {
        pool.appending("\(graphPrefix)\(catalog).json")
    }
}

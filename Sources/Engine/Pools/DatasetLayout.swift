package import SystemPackage

/// What lies where in a dataset.
package enum DatasetLayout {
    /// The PGDATA, owned by the account that servers run as.
    package static func dataDirectory(in dataset: FilePath) -> FilePath { dataset.appending("pgdata") }

    /// The mirror of the catalog's row, owned by the engine; read only to rebuild a lost catalog.
    package static func mirrorFile(in dataset: FilePath) -> FilePath { dataset.appending("dblab.json") }
}

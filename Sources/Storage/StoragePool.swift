import Glibc
package import SystemPackage
import Tooling

/// A pool that is open, with the driver that was chosen for it.
package struct StoragePool: Sendable {
    /// What users call the pool.
    package let name: String
    /// Where it lies.
    package let directory: FilePath
    /// Which driver it has.
    package let kind: DriverKind
    /// The verbs.
    package let driver: any StorageDriver

    package init(name: String, directory: FilePath, kind: DriverKind, driver: any StorageDriver) {
        self.name = name
        self.directory = directory
        self.kind = kind
        self.driver = driver
    }

    /// The size of the file system that the pool lies on, and what is free of it.
    package func space() async throws -> PoolSpace {
        if let driver = driver as? any SpaceReporting { return try await driver.space() }
        return try await blocking { _ in try PoolSpace(ofFileSystemAt: directory) }
    }
}

/// A driver that knows its pool's space better than the file system call statvfs does.
package protocol SpaceReporting: StorageDriver {
    /// The pool's size and what is free of it.
    func space() async throws -> PoolSpace
}

extension PoolSpace {
    /// Asks the file system; free is what the engine's own account may use.
    package init(ofFileSystemAt path: FilePath) throws {
        var status = statvfs()
        try checked(statvfs(path.string, &status), "ask for the space at \(path)")
        let unit = Int(status.f_frsize)
        let free = geteuid() == 0 ? status.f_bfree : status.f_bavail
        self.init(size: Int(status.f_blocks) * unit, free: min(Int(free), Int(status.f_bavail)) * unit)
    }
}

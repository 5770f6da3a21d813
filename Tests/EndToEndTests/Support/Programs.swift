import Foundation
import SystemPackage

/// The products under test, as built beside the tests.
enum Programs {
    static var server: FilePath { directory.appending("dblab-server") }
    static var client: FilePath { directory.appending("dblab") }

    private static var directory: FilePath {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath(link ?? ".build/debug/tests").removingLastComponent()
    }
}

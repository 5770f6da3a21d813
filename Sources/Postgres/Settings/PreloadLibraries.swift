import Glibc
import SystemPackage

/// The value of `shared_preload_libraries`: a server with one that is not installed does not start.
package struct PreloadLibraries: Hashable, Sendable {
    /// The setting's name.
    package static let setting = "shared_preload_libraries"

    /// In the order of loading.
    package let names: [String]

    /// Reads a list as PostgreSQL writes it: separated by commas, perhaps in double quotes.
    package init(parsing value: String) {
        names = value.split(separator: ",").map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
                .filter { $0 != "\"" }
        }.filter { !$0.isEmpty }
    }

    /// The value to load `names`.
    package var value: String { names.joined(separator: ", ") }

    /// Those that an installation does not have; none if it cannot be told where its libraries are.
    package func missing(from installation: PostgresInstallation) -> [String] {
        let prefix = installation.binaries.removingLastComponent()
        // plpgsql is always there, and so shows the place.
        guard
            let libraries = [prefix.appending("lib"), prefix.appending("lib/postgresql")].first(where: {
                Self.exists($0.appending("plpgsql.so"))
            })
        else { return [] }
        return names.filter { name in
            let file = name.replacing("$libdir/", with: "")
            return !file.hasPrefix("/") && !Self.exists(libraries.appending("\(file).so"))
        }
    }

    /// The same list without some names.
    package func removing(_ unwanted: [String]) -> PreloadLibraries {
        PreloadLibraries(parsing: names.filter { !unwanted.contains($0) }.joined(separator: ","))
    }

    private static func exists(_ path: FilePath) -> Bool { access(path.string, R_OK) == 0 }
}

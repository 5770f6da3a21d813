import FoundationEssentials
import SystemPackage

extension PostgresInstallation {
    /// The names of the extensions that can be created; `nil` if it cannot be told where they are.
    package var extensions: Set<String>? {
        let prefix = binaries.removingLastComponent()
        let places = [
            prefix.appending("share/extension"), prefix.appending("share/postgresql/extension"),
            FilePath("/usr/share/postgresql/\(major)/extension"),
        ]
        for place in places {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.string),
                // Always there, and so shows the place.
                names.contains("plpgsql.control")
            else { continue }
            return Set(names.filter { $0.hasSuffix(".control") }.map { String($0.dropLast(".control".count)) })
        }
        return nil
    }
}

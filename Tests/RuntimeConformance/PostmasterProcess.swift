import FoundationEssentials
import Postgres
package import SystemPackage
import Tooling

/// The server of a data directory, as the machine sees it.
package enum PostmasterProcess {
    /// The number of the process that `postmaster.pid` names, which inside a sandbox has another one.
    package static func processID(inDataDirectory directory: FilePath) throws -> Int32 {
        guard let file = PostmasterFile(inDataDirectory: directory) else {
            throw Violation(description: "there is a postmaster.pid in \(directory)")
        }
        for number in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap({ Int32($0) }) {
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
            guard place == directory.string, innerID(of: number) == file.processID else { continue }
            return number
        }
        throw Violation(description: "process \(file.processID) of \(directory) runs")
    }

    private static func innerID(of number: Int32) -> Int32? {
        let status = try? SmallFile.read(FilePath("/proc/\(number)/status"), limit: 4096)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("NSpid:") }
        return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
    }
}

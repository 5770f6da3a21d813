package import SystemPackage

/// What a server says about itself in `postmaster.pid`.
///
/// Whoever owns the data directory may write anything there: it is a hint, never a proof, and no reason to signal.
package struct PostmasterFile: Hashable, Sendable {
    package static let name = "postmaster.pid"

    /// The process of the server; in single-user mode PostgreSQL writes it negated.
    package let processID: Int32
    package let dataDirectory: FilePath
    /// Seconds since 1970.
    package let startTime: Int?
    package let port: Int?
    package let socketDirectory: FilePath?
    /// The System V segment that keeps a second server away.
    package let sharedMemoryID: Int32?
    /// `starting`, `ready`, `stopping` or `standby`.
    package let status: String?

    /// Whether it says that clients are served.
    package var isReady: Bool { status == "ready" || status == "standby" }

    /// Parses the text of the file; `nil` if its first line is no process id.
    package init?(parsing text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.drop { $0 == " " }.prefix { $0 != "\r" })
        }
        func line(_ number: Int) -> String? { number <= lines.count ? lines[number - 1] : nil }
        guard let processID = line(1).flatMap({ Int32($0) }), processID != 0, processID != .min else { return nil }
        self.processID = abs(processID)
        dataDirectory = FilePath(line(2) ?? "")
        startTime = line(3).flatMap { Int($0) }
        port = line(4).flatMap { Int($0) }
        socketDirectory = line(5).flatMap { $0.isEmpty ? nil : FilePath($0) }
        sharedMemoryID = line(7)?.split(separator: " ").last.flatMap { Int32($0) }
        status = line(8).map { String($0.split(separator: " ").first ?? "") }
    }

    /// Reads the file of a data directory; `nil` if there is none, or nothing that PostgreSQL would write.
    package init?(inDataDirectory directory: FilePath) {
        guard let text = try? SmallFile.read(directory.appending(Self.name), limit: 8192) else { return nil }
        self.init(parsing: text)
    }
}

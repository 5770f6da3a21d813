import SystemPackage

/// The list of file systems to mount when the machine starts, /etc/fstab, of which only our lines are ever touched.
struct MountList: Equatable {
    /// One line of ours.
    struct Entry: Equatable {
        var source: String
        var directory: FilePath
        var type: String
        var options: [String]

        /// The line as written; spaces in names are escaped.
        var line: String {
            let names = [source, directory.string].map(MountTable.escape)
            return (names + [type, (options + [MountList.mark]).joined(separator: ","), "0", "0"]).joined(
                separator: " "
            )
        }
    }

    /// An option without effect that tells our lines from others.
    static let mark = "x-dblab"

    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// Adds an entry, in place of an earlier one of ours for the same directory.
    /// - Throws: ``StorageError`` if somebody else's line already mounts something there.
    mutating func set(_ entry: Entry) throws {
        if let other = lines.first(where: { directory(of: $0) == entry.directory && !isOurs($0) }) {
            throw StorageError(.unavailable, "/etc/fstab already mounts something at \(entry.directory): \(other)")
        }
        remove(entry.directory)
        if !text.isEmpty, text.last != "\n" { text += "\n" }
        text += entry.line + "\n"
    }

    /// Removes our entry for a directory, if there is one.
    mutating func remove(_ directory: FilePath) {
        let kept = lines.filter { !(isOurs($0) && self.directory(of: $0) == directory) }
        text = kept.joined(separator: "\n")
    }

    private var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    private func fields(of line: Substring) -> [Substring] {
        line.hasPrefix("#") ? [] : line.split { $0 == " " || $0 == "\t" }
    }

    private func directory(of line: Substring) -> FilePath? {
        let fields = fields(of: line)
        return fields.count > 1 ? FilePath(MountTable.unescape(String(fields[1]))) : nil
    }

    private func isOurs(_ line: Substring) -> Bool {
        let fields = fields(of: line)
        return fields.count > 3 && fields[3].split(separator: ",").contains { $0 == Self.mark }
    }
}

/// What `tar --list --verbose --numeric-owner` says about an archive.
struct ArchiveListing: Equatable {
    /// Bytes of all files.
    var size = 0
    var entries = 0

    /// - Throws: ``CheckerError`` for a line that is none of tar's, or an entry that is no file, directory or link.
    init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
            guard fields.count >= 3, let kind = line.first, let bytes = Int(fields[2]), bytes >= 0 else {
                throw CheckerError(.badRequest, "the archive of the source cannot be understood")
            }
            guard "-dlh".contains(kind) else {
                throw CheckerError(
                    .badRequest,
                    "the archive of the source holds more than files, directories and links"
                )
            }
            entries += 1
            size += bytes
        }
    }
}

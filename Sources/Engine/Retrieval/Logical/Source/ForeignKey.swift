/// A foreign key that the source has checked, of a table whose rows are all here.
struct ForeignKey: Hashable, Sendable {
    var schema: String
    var table: String
    var name: String
    /// Of the table.
    var owner: String
    /// Such as `FOREIGN KEY (user_id) REFERENCES public.users(id)`, in the source's words.
    var definition: String

    /// Its name in the list of an archive, see ``TableOfContents/Entry``.
    var entryName: String { "\(schema) \(table) \(name) \(owner)" }
}

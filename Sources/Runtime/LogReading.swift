/// A runtime that keeps the logs of its servers where they can be read on.
package protocol LogReading: PostgresRuntime {
    /// How long a server's log is now, in bytes.
    func logLength(of id: ServerID) throws -> Int

    /// The whole lines that a server wrote to its log after a place, at most about a megabyte of them.
    ///
    /// A log that was set aside meanwhile is read to its end first.
    /// - Returns: the lines, and the place where reading goes on; the same place if there is nothing yet.
    func log(of id: ServerID, after offset: Int) throws -> (lines: [String], offset: Int)
}

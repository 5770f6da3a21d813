/// One frame of an event stream.
struct ServerSentEvent: Hashable, Sendable {
    /// The last id sent so far, for resuming.
    var id: String?
    /// The kind; `message` if the frame names none.
    var event: String
    /// The lines of data.
    var data: String
}

/// Cuts an event stream (the `text/event-stream` of the WHATWG) into frames, however its bytes arrive.
struct ServerSentEventParser: Sendable {
    /// How many milliseconds the server wants clients to wait before they reconnect.
    private(set) var retry: Int?
    /// Whether a line or frame was longer than ``limit``; the stream is of no use then.
    private(set) var isOversized = false
    private var line: [UInt8] = []
    private var endedWithReturn = false
    private var isFirstLine = true
    private var lastID: String?
    private var event = ""
    private var data: [String] = []
    private var dataSize = 0
    private let limit: Int

    /// Makes a parser that holds at most `limit` bytes.
    init(limit: Int = 4 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes and returns the frames that they complete.
    mutating func consume(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var frames: [ServerSentEvent] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where endedWithReturn:
                endedWithReturn = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                endedWithReturn = byte == UInt8(ascii: "\r")
                if let frame = endLine() { frames.append(frame) }
            default:
                endedWithReturn = false
                isOversized = isOversized || line.count + dataSize >= limit
                if !isOversized { line.append(byte) }
            }
        }
        return frames
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        var text = line[...]
        if isFirstLine, text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        isFirstLine = false
        guard !text.isEmpty else { return endFrame() }
        let name = text.prefix { $0 != UInt8(ascii: ":") }
        var value = text.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        take(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        return nil
    }

    /// A comment has the empty name, and falls through like every unknown field.
    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "event": event = value
        case "id" where !value.utf8.contains(0): lastID = value
        case "retry" where value.utf8.allSatisfy({ (48...57).contains($0) }): retry = Int(value) ?? retry
        case "data":
            data.append(value)
            dataSize += value.utf8.count + 1
        default: break
        }
    }

    private mutating func endFrame() -> ServerSentEvent? {
        defer {
            event = ""
            data = []
            dataSize = 0
        }
        guard !data.isEmpty else { return nil }
        let kind = event.isEmpty ? "message" : event
        return ServerSentEvent(id: lastID, event: kind, data: data.joined(separator: "\n"))
    }
}

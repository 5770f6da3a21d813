/// What a clone is doing.
public struct CloneStatus: Codable, Hashable, Sendable {
    /// The state, for programs.
    @Lenient public var code: Code
    /// The state, for people; the cause for `FATAL`.
    @Lenient public var message: String
    /// The last lines of the server's log for `FATAL`; not in DBLab.
    public var detail: String?

    /// Creates the value field by field.
    public init(
        code: Code = .zero,
        message: String = "",
        detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
    }
}

extension CloneStatus {
    /// A state; also holds states that this version does not know.
    public struct Code: RawRepresentable, Codable, Hashable, Sendable, ZeroValued {
        /// The word on the wire.
        public let rawValue: String

        /// Wraps the word on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Accepts connections.
        public static let ok = Code(rawValue: "OK")
        /// Is being made.
        public static let creating = Code(rawValue: "CREATING")
        /// Goes back to a snapshot.
        public static let resetting = Code(rawValue: "RESETTING")
        /// Is being removed.
        public static let deleting = Code(rawValue: "DELETING")
        /// An observation of it is being written out.
        public static let exporting = Code(rawValue: "EXPORTING")
        /// Failed; the message says why.
        public static let fatal = Code(rawValue: "FATAL")
        /// Nothing sent.
        public static let zero = Code(rawValue: "")
    }

    /// A state with DBLab's own words for it.
    public init(_ code: Code) {
        let message =
            switch code {
            case .ok: "Clone is ready to accept Postgres connections."
            case .creating: "Clone is being created."
            case .resetting: "Clone is being reset."
            case .deleting: "Clone is being deleted."
            default: ""
            }
        self.init(code: code, message: message)
    }
}

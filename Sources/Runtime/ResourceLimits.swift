/// The most that one server with all that is started in it may take of the machine; `nil` for no limit.
package struct ResourceLimits: Equatable, Sendable {
    /// Bytes of memory, that of the page cache on its behalf included.
    package var memory: Int?
    /// Processors' time, in processors.
    package var processors: Double?
    /// Processes and threads at a time.
    package var processes: Int?

    package init(memory: Int? = nil, processors: Double? = nil, processes: Int? = nil) {
        self.memory = memory
        self.processors = processors
        self.processes = processes
    }

    /// Whether nothing is limited.
    package var isEmpty: Bool { self == ResourceLimits() }
}

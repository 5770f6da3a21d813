/// The most that one server with all that is started in it may take of the machine; `nil` for no limit.
package struct ResourceLimits: Equatable, Sendable {
    /// Bytes of memory, that of the page cache on its behalf included.
    package var memory: Int?
    /// Processors' time, in processors.
    package var processors: Double?
    /// Processes and threads at a time.
    package var processes: Int?

    /// Connections at a time, those of the engine included.
    package var connections: Int?

    package init(memory: Int? = nil, processors: Double? = nil, processes: Int? = nil, connections: Int? = nil) {
        self.memory = memory
        self.processors = processors
        self.processes = processes
        self.connections = connections
    }

    /// Whether the kernel need not limit anything.
    package var isEmpty: Bool { memory == nil && processors == nil && processes == nil }
}

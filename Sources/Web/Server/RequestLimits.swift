/// How much a client may ask of the server before it is known to be a friend.
package struct RequestLimits: Sendable {
    /// Bytes of a request's body.
    package var bodySize: Int
    /// Bytes of all headers, and of the request line.
    package var headerSize: Int
    package var headerCount: Int
    /// How long a connection may be silent between requests or while one is being sent.
    package var idleTime: Duration
    /// How long a request may take from its head to its last byte.
    package var requestTime: Duration
    package var connections: Int
    /// The longest `?wait=`.
    package var wait: Duration

    package init(
        bodySize: Int = 1 << 20,
        headerSize: Int = 32 << 10,
        headerCount: Int = 100,
        idleTime: Duration = .seconds(60),
        requestTime: Duration = .seconds(30),
        connections: Int = 1000,
        wait: Duration = .seconds(600)
    ) {
        self.bodySize = bodySize
        self.headerSize = headerSize
        self.headerCount = headerCount
        self.idleTime = idleTime
        self.requestTime = requestTime
        self.connections = connections
        self.wait = wait
    }
}

/// Why servers cannot be started.
package struct Obstacle: Equatable, Sendable {
    package var reason: String
    package var remedy: String

    package init(reason: String, remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }
}

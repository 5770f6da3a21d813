/// Which DBLab this is.
enum Version {
    /// DBLab's API version that clients find here, and our own.
    static let current = "v4.2.0-swift.0.1.0"
}

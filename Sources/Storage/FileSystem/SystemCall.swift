import Glibc
import SystemPackage

/// Passes on the result of a system call that succeeded.
/// - Throws: ``StorageError`` that says what was being done, with the ``Errno`` as its cause.
@discardableResult
func checked<Result: SignedInteger>(_ result: Result, _ action: @autoclosure () -> String) throws -> Result {
    guard result < 0 else { return result }
    throw failure(to: action())
}

/// The failure of the system call just made, by the thread's error number.
func failure(to action: @autoclosure () -> String) -> StorageError {
    failure(Errno(rawValue: Glibc.errno), to: action())
}

/// The failure of a system call by its error number.
func failure(_ errno: Errno, to action: @autoclosure () -> String) -> StorageError {
    StorageError(code(of: errno), "Cannot \(action())", cause: errno)
}

private func code(of errno: Errno) -> StorageError.Code {
    switch errno {
    case .noSpace, .diskQuotaExceeded: .outOfSpace
    case .noSuchFileOrDirectory: .notFound
    default: .unavailable
    }
}

extension StorageError {
    /// The error number of the system call that failed, if one did.
    var errno: Errno? { cause as? Errno }
}

extension FilePath {
    /// The file's status, symbolic links not followed; `nil` if there is none.
    func status() throws -> Glibc.stat? {
        var status = Glibc.stat()
        guard withPlatformString({ lstat($0, &status) }) != 0 else { return status }
        guard Glibc.errno != ENOENT else { return nil }
        throw failure(to: "read the status of \(self)")
    }

    /// The path without symbolic links; the path itself if there is nothing.
    func resolved() -> FilePath {
        guard let resolved = realpath(string, nil) else { return self }
        defer { free(resolved) }
        return FilePath(String(cString: resolved))
    }

    /// Whether there is a directory here.
    func isDirectory() throws -> Bool {
        try status().map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    /// Opens the file for the time of `body`.
    ///
    /// `flags` are those of open(2); close-on-exec is added.
    @discardableResult
    func withDescriptor<Value>(
        _ flags: Int32,
        mode: mode_t = 0,
        _ body: (Int32) throws -> Value
    ) throws -> Value {
        let descriptor = try checked(
            withPlatformString { open($0, flags | O_CLOEXEC, mode) },
            "open \(self)"
        )
        defer { close(descriptor) }
        return try body(descriptor)
    }

    /// Makes what was done to this file, or to the entries of this directory, survive a power cut.
    func synchronize() throws {
        try withDescriptor(O_RDONLY) { try checked(fsync($0), "synchronise \(self)") }
    }
}

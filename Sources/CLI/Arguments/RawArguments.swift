import Glibc

/// The process's arguments as the operating system gave them.
enum RawArguments {
    /// How long one argument may be, in bytes; more than any valid value needs.
    static let longest = 64 << 10

    /// The arguments without the program's name.
    /// - Throws: ``CommandError/usage(_:)`` naming the argument that is not UTF-8 or too long.
    static func decoded() throws -> [String] {
        var arguments: [String] = []
        for position in 1..<max(1, Int(CommandLine.argc)) {
            guard let bytes = CommandLine.unsafeArgv[position] else { break }
            let name = place(position, after: arguments.last)
            guard strlen(bytes) <= longest else { throw CommandError.usage("\(name) is too long") }
            guard let text = String(validatingCString: bytes) else {
                throw CommandError.usage("\(name) is not valid UTF-8 text")
            }
            arguments.append(text)
        }
        return arguments
    }

    private static func place(_ position: Int, after previous: String?) -> String {
        guard let previous, previous.hasPrefix("-"), previous.count > 1 else { return "argument \(position)" }
        return "the value of \(previous)"
    }
}

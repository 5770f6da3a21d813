import Foundation
import Glibc
import SystemPackage

extension SpawnedProgram {
    /// Starts a program in a session of its own, with both outputs into a descriptor.
    static func spawn(
        _ program: FilePath,
        _ arguments: [String],
        _ environment: [String: String],
        output: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        posix_spawnattr_setflags(&attributes, newSession)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        return try withCStrings([program.string] + arguments) { words in
            try withCStrings(variables) { variables in
                var process: pid_t = 0
                let error = posix_spawn(&process, program.string, &actions, &attributes, words, variables)
                guard error == 0 else { throw Errno(rawValue: error) }
                return process
            }
        }
    }

    /// POSIX_SPAWN_SETSID, which Glibc does not show.
    private static let newSession: Int16 = 0x80

    private static func withCStrings<Value>(
        _ texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) throws -> Value
    ) throws -> Value {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return try pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { throw Errno.invalidArgument }
            return try body(base)
        }
    }
}

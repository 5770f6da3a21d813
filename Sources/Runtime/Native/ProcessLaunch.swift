import CProcess
import Glibc
import SystemPackage
import Tooling

/// A program to be started as a child of init, in a session of its own.
struct ProcessLaunch {
    var command: [String]
    var environment: [String: String]
    var directory: FilePath
    /// Takes standard output and standard error.
    var log: FileDescriptor
    /// Become its descriptors 3 and following.
    var inherited: [FileDescriptor] = []
    /// The only TCP port that it may listen on; 0 for no limit.
    var onlyPort = 0
    /// The rights that files made by the program do not get.
    var mask: UInt32 = 0o077
    /// Files by which it joins control groups before its first instruction.
    var controlGroups: [FilePath] = []
    /// Whom it becomes; `nil` for nobody else.
    var account: Account?

    /// Starts it.
    /// - Throws: `Errno`.
    func start() throws -> pid_t {
        let words = environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        var processID: pid_t = 0
        let error = withCStrings(command) { arguments in
            withCStrings(words) { environment in
                withCStrings(controlGroups.map(\.string)) { groups in
                    withLaunch { launch in
                        (launch.arguments, launch.environment, launch.joined) = (arguments, environment, groups)
                        return cprocess_launch(&launch, &processID)
                    }
                }
            }
        }
        guard error == 0 else { throw Errno(rawValue: error) }
        return processID
    }

    /// Calls with all but the lists of words.
    private func withLaunch<Result>(_ body: (inout cprocess_launch) -> Result) -> Result {
        let (groups, descriptors) = (account?.supplementaryGroups ?? [], inherited.map(\.rawValue))
        return groups.withUnsafeBufferPointer { groups in
            descriptors.withUnsafeBufferPointer { descriptors in
                command[0].withPlatformString { program in
                    directory.withPlatformString { directory in
                        var launch = cprocess_launch()
                        (launch.program, launch.directory, launch.log) = (program, directory, log.rawValue)
                        launch.inherited = descriptors.baseAddress
                        launch.inherited_count = Int32(descriptors.count)
                        (launch.only_port, launch.mask) = (Int32(onlyPort), mask)
                        launch.changes_user = account == nil ? 0 : 1
                        (launch.user, launch.group) = (account?.userID ?? 0, account?.groupID ?? 0)
                        (launch.groups, launch.group_count) = (groups.baseAddress, groups.count)
                        return body(&launch)
                    }
                }
            }
        }
    }
}

/// Calls with an array of C strings that ends with NULL, as `execve` takes them.
func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
        guard let first = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
        return body(first)
    }
}

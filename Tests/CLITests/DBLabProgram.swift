import Glibc
import StubEngine
import SystemPackage
import Tooling

/// The built `dblab`, run with a home directory of its own.
struct DBLabProgram: Sendable {
    let home: FilePath

    /// How one run ended.
    struct Run: Sendable {
        var status: Int
        var output = ""
        var error = ""
    }

    /// The path of the program: beside the tests.
    static var path: String {
        get throws {
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink("/proc/self/exe", &buffer, buffer.count)
            guard count > 0 else { throw Errno(rawValue: errno) }
            let executable = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return FilePath(executable).removingLastComponent().appending("dblab").string
        }
    }

    /// Runs `body` with a new home directory and removes that afterwards.
    static func with(_ body: (DBLabProgram) async throws -> Void) async throws {
        var template = Array("/tmp/dblab-cli-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        let home = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        do {
            try await body(DBLabProgram(home: home))
        } catch {
            try await Tool("rm")("-rf", home.string)
            throw error
        }
        try await Tool("rm")("-rf", home.string)
    }

    /// The same with an engine in use that answers as a script says.
    static func with(
        _ script: @escaping @Sendable (StubRequest) -> StubAnswer,
        then body: @escaping @Sendable (DBLabProgram, StubEngine) async throws -> Void
    ) async throws {
        try await StubEngine.with(script) { stub in
            try await with { dblab in
                try await dblab.initialize(stub.url)
                try await body(dblab, stub)
            }
        }
    }

    /// Runs the program to its end.
    func callAsFunction(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Run {
        try await run(arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) async throws -> Run {
        try await run(program: Self.path, arguments, input: input, environment: environment)
    }

    func run(
        program: String,
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Run {
        let variables = ["HOME": home.string, "TZ": "UTC"].merging(environment) { $1 }
        do {
            let output = try await Tool(program, environment: variables).run(arguments, input: input)
            return Run(status: 0, output: output)
        } catch let failure as ToolFailure {
            let digits = failure.reason.filter(\.isNumber)
            return Run(status: Int(digits) ?? -1, error: failure.output)
        }
    }

    /// Makes `url` the engine in use.
    func initialize(_ url: String) async throws {
        _ = try await self("init", "--token", "t", "--url", url, "--environment-id", "local")
    }
}

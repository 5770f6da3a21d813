import ArgumentParser
import Engine
import FoundationEssentials
import Masking
import SystemPackage

/// Looks at the source with the eyes of masking.
struct MaskingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "masking",
        abstract: "Find personal data at the source, and check and try the rules that mask them.",
        subcommands: [Scan.self, Check.self, Preview.self, MaskingTrial.self]
    )

    struct Scan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for personal data at the source, and propose rules.",
            discussion: "Values are looked at, counted and never shown. The exit status is 1 if something has no rule."
        )

        @OptionGroup var place: MaskingPlace

        @Option(help: "How many rows of each table to look at.")
        var rows = 500

        @Flag(help: "Print the findings as JSON.")
        var json = false

        func run() async throws {
            let scans = try await place.inspection().scan(rows: rows)
            if json {
                try MaskingPlace.print(json: scans)
            } else {
                for scan in scans { print(scan.text) }
            }
            if scans.contains(where: { $0.findings.contains { !$0.isHandled } }) { throw ExitCode(1) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the rules with the schema of the source.",
            discussion: "The exit status is 1 if a refresh would be refused; so changes of the schema are found early."
        )

        @OptionGroup var place: MaskingPlace

        @Flag(help: "Print the problems as JSON.")
        var json = false

        func run() async throws {
            let (plans, problems) = try await place.inspection().check()
            if json {
                try MaskingPlace.print(json: problems)
            } else {
                for plan in plans where !plan.isEmpty {
                    let columns = plan.tables.reduce(0) { $0 + $1.masks.count }
                    print(
                        "\(plan.database): \(columns) columns of \(plan.tables.count) tables are masked, \(plan.kept.count) kept"
                    )
                }
                for problem in problems { print(problem) }
            }
            if !problems.isEmpty { throw ExitCode(1) }
        }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show some rows before and after masking.",
            discussion: "This prints real data. Nothing is written: what it makes at the source is rolled back."
        )

        @OptionGroup var place: MaskingPlace

        @Argument(help: "A pattern: schema.table, or table in any schema.")
        var table: String

        @Option(help: "How many rows.")
        var rows = 5

        func run() async throws {
            let (configuration, options) = try place.load()
            let key = try options.key(environment: configuration.logicalPlan().settings.environment)
            for preview in try await place.inspection().preview(table, rows: rows, key: key) { print(preview.text) }
        }
    }
}

/// Where configuration and databases are.
struct MaskingPlace: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(help: "A database of the source; may be repeated. All if absent.")
    var database: [String] = []

    func load() throws -> (ServerConfiguration, MaskingOptions) {
        let configuration = try file.load()
        return (configuration, try configuration.masking() ?? MaskingOptions())
    }

    func inspection() throws -> MaskingInspection {
        let (configuration, options) = try load()
        guard let source = configuration.retrieval.dump?.source else {
            throw ConfigurationError("`retrieval.jobs` has no logicalDump: there is no source to look at")
        }
        return MaskingInspection(
            source,
            databases: database,
            options: options,
            settings: try configuration.logicalPlan().settings
        )
    }

    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

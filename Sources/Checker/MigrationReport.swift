package import API

/// The result of a check in Markdown, fit for a comment on a request to merge.
package struct MigrationReport: Sendable {
    let request: MigrationRequest
    let result: MigrationResult
    let summary: ObservationSummary?
    private static let mostOutput = 4000

    package init(_ request: MigrationRequest, _ result: MigrationResult, _ summary: ObservationSummary?) {
        self.request = request
        self.result = result
        self.summary = summary
    }

    /// The whole text.
    package var markdown: String {
        let isPassed = result.session?.result?.isPassed == true
        return ["## \(isPassed ? "✅" : "❌") Database migration \(isPassed ? "passed" : "failed")", facts, checklist]
            .joined(separator: "\n\n") + "\n\n" + commands + locks
    }

    private var facts: String {
        let source = request.source ?? .init()
        let rows = [
            ("Branch", source.branch), ("Commit", source.commit), ("Database", request.databaseName),
            ("Data of", result.session?.tags["data_state_at"] ?? ""), ("Duration", summary?.duration.total ?? ""),
            ("Longest statement", summary?.duration.longestQuery ?? ""),
            ("Size change", summary?.databaseSize.diff ?? ""),
            ("Session", result.session.map { "\($0.sessionID)" } ?? ""),
        ].filter { !$0.1.isEmpty }
        return "| | |\n|---|---|\n" + rows.map { "| \($0.0) | \(Self.cell($0.1)) |" }.joined(separator: "\n")
    }

    private var checklist: String {
        let found = result.session?.result?.summary
        let list = found?.checklist ?? .init()
        let config = result.session?.config ?? ObservationConfig()
        return [
            (list.overallSuccess, "all commands succeeded"),
            (list.sessionDurationAcceptable, "it took less than \(config.maxDuration) s"),
            (
                list.noLongDangerousLocks,
                "no exclusive lock was held for more than \(config.maxLockDuration) s"
                    + (found.map {
                        $0.warningIntervals > 0 ? " (\($0.warningIntervals) of \($0.totalIntervals) intervals)" : ""
                    } ?? "")
            ),
            (list.noLogErrors, "no errors in the log" + errors),
        ].map { "- \($0.0 ? "✅" : "❌") \($0.1)" }.joined(separator: "\n")
    }

    private var errors: String {
        guard let errors = summary?.logErrors, errors.count > 0 else { return "" }
        return ": \(errors.count), such as \(Self.code(String(errors.message.prefix(300))))"
    }

    private var commands: String {
        result.commands.map { command in
            let mark = command.isSuccess ? "✅" : "❌"
            let end = command.failure ?? "status \(command.status)"
            let title =
                "\(mark) \(Self.escaped(Self.line(command.command, most: 120))) – \(Self.escaped(end)), \(command.duration) s"
            return "<details\(command.isSuccess ? "" : " open")>\n<summary>\(title)</summary>\n\n"
                + Self.fenced(String(command.output.suffix(Self.mostOutput))) + "\n\n</details>\n"
        }.joined(separator: "\n")
    }

    private var locks: String {
        let warnings = (result.session?.result?.intervals ?? []).map(\.warning).filter { !$0.isEmpty }
        guard let last = warnings.last else { return "" }
        return
            "\n<details>\n<summary>Dangerous locks</summary>\n\n\(Self.fenced(String(last.prefix(Self.mostOutput))))\n\n</details>\n"
    }
}

/// Text that is not ours must not become Markdown or HTML.
extension MigrationReport {
    static func line(_ text: String, most: Int) -> String {
        String(text.map { $0.isNewline ? " " : $0 }.prefix(most))
    }

    static func cell(_ text: String) -> String { code(line(text, most: 200).replacing("|", with: "¦")) }

    /// Code in a line, fenced by more backticks than are in it.
    static func code(_ text: String) -> String {
        let fence = String(repeating: "`", count: longestRun(in: text) + 1)
        return "\(fence) \(line(text, most: 400)) \(fence)"
    }

    static func fenced(_ text: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
        return "\(fence)text\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("@", with: "&#64;").replacing("`", with: "&#96;").replacing("*", with: "&#42;").replacing(
                "_",
                with: "&#95;"
            )
    }

    private static func longestRun(in text: String) -> Int {
        var longest = 0
        var run = 0
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}

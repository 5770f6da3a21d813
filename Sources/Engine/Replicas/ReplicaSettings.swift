import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// The settings of a standby's server.
struct ReplicaSettings: Sendable {
    let plan: ReplicaPlan
    let replica: Replica
    let dataDirectory: FilePath
    /// The file with the source's password, outside of all datasets.
    let passwordFile: FilePath

    /// Without what the data themselves demand.
    func wanted() throws -> [String: String] {
        var result = [
            "shared_buffers": "128MB", "hot_standby_feedback": "off", "wal_receiver_status_interval": "1s",
            "log_line_prefix": "%m [%p] ", "primary_slot_name": replica.slot ?? "", "restore_command": "",
            "primary_conninfo": "",
        ]
        if let command = try plan.restoreCommand(dataDirectory) { result["restore_command"] = command }
        if plan.streams { result["primary_conninfo"] = conninfo(of: try plan.sourceParameters()) }
        for (name, value) in plan.restore.sync?.configs ?? [:] { result[name.lowercased()] = value.text }
        return result
    }

    func all(control: ControlData, major: Int) throws -> [String: String] {
        let data = PhysicalSettings(control: control, major: major)
        return try data.quiet.merging(wanted()) { $1 }.merging(data.required) { Self.larger($0, $1) }
    }

    /// Changes with anything that a running server would not notice.
    func fingerprint() throws -> String {
        let settings = try wanted().merging(plan.environment) { $1 }.sorted { $0 < $1 }
        return StableHash.text(settings.map { "\($0)=\($1)\n" }.joined().utf8)
    }

    /// The text of the password file; empty without a password.
    func passwordText() throws -> String {
        guard plan.streams, let password = try plan.sourceParameters().password else { return "" }
        let escaped = password.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        return "*:*:*:*:\(escaped)\n"
    }

    private func conninfo(of parameters: ConnectionParameters) -> String {
        var keywords = parameters.libpqKeywords
        for name in ["password", "dbname", "options"] { keywords[name] = nil }
        keywords["passfile"] = passwordFile.string
        keywords["application_name"] = "dblab_sync"
        return keywords.sorted { $0.key < $1.key }.map { name, value in
            "\(name)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }.joined(separator: " ")
    }

    private static func larger(_ wish: String, _ need: String) -> String {
        guard let wish = Int(wish), let need = Int(need) else { return need }
        return String(max(wish, need))
    }
}

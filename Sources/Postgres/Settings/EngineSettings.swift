/// The settings of a clone that are the engine's alone.
package enum EngineSettings {
    /// Why a clone may not have a setting of its own; `nil` if it may.
    package static func refusal(of name: String) -> String? {
        let name = name.lowercased()
        if let reason = reasons[name] { return reason }
        if name.hasPrefix("recovery_") { return replication }
        if name.hasPrefix("ssl_") { return security }
        return nil
    }

    private static let place = "the engine decides where a clone's files are"
    private static let network = "the engine decides where a clone listens"
    private static let security = "the engine decides how clients log in"
    private static let replication = "a clone must not reach for the archive or the primary of its source"
    private static let logging = "the engine keeps the log of a clone"

    private static let reasons = [
        "data_directory": place, "config_file": place, "hba_file": place, "ident_file": place,
        "external_pid_file": place, "stats_temp_directory": place, "dynamic_library_path": place,
        "extension_control_path": place,
        "port": network, "listen_addresses": network, "unix_socket_directories": network,
        "unix_socket_group": network, "unix_socket_permissions": network, "bonjour": network, "bonjour_name": network,
        "ssl": security, "password_encryption": security, "krb_server_keyfile": security,
        "oauth_validator_libraries": security, "db_user_namespace": security, "data_sync_retry": security,
        "archive_mode": replication, "archive_command": replication, "archive_library": replication,
        "archive_cleanup_command": replication, "restore_command": replication, "primary_conninfo": replication,
        "primary_slot_name": replication, "promote_trigger_file": replication, "summarize_wal": replication,
        "sync_replication_slots": replication, "synchronous_standby_names": replication,
        "log_destination": logging, "logging_collector": logging, "log_directory": logging, "log_filename": logging,
        "log_file_mode": logging, "event_source": logging,
        "cluster_name": "the engine names the clone",
    ]
}

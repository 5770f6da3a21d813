import Engine
import Postgres
import SystemPackage
import Testing

/// The command lines of tools, as DBLab builds them.
@Suite struct BackupToolTests {
    private func make(_ options: PhysicalRestoreOptions) throws -> BackupTool? {
        try BackupTool.make(options, dataDirectory: "/pool/pgdata", tablespaces: "/pool/tablespaces")
    }

    @Test func walg() throws {
        let tool = try #require(
            try make(PhysicalRestoreOptions(tool: .walg, envs: ["WALG_S3_PREFIX": "s3://b"], walg: nil))
        )
        #expect(tool.restore.program == "wal-g")
        #expect(tool.restore.arguments == ["backup-fetch", "/pool/pgdata", "LATEST"])
        #expect(tool.restore.environment == ["WALG_S3_PREFIX": "s3://b", "PGDATA": "/pool/pgdata"])
        #expect(tool.restoreCommand == "wal-g wal-fetch %f %p")
        let named = try make(PhysicalRestoreOptions(tool: .walg, walg: WALGOptions(backupName: "base_01")))
        #expect(named?.restore.arguments.last == "base_01")
    }

    @Test func pgBackRest() throws {
        let options = BackRestOptions(stanza: "main", delta: true)
        let tool = try #require(try make(PhysicalRestoreOptions(tool: .pgbackrest, pgbackrest: options)))
        #expect(
            tool.restore.arguments == [
                "--type=standby", "--pg1-path=/pool/pgdata", "--stanza=main", "--tablespace-map-all=/pool/tablespaces",
                "restore", "--delta",
            ]
        )
        #expect(tool.restoreCommand == "pgbackrest --pg1-path=/pool/pgdata --stanza=main archive-get %f \"%p\"")
    }

    @Test(arguments: ["", "main; rm", "a b", "$(x)"])
    func stanzasThatAreNoneAreRefused(stanza: String) {
        let options = PhysicalRestoreOptions(tool: .pgbackrest, pgbackrest: BackRestOptions(stanza: stanza))
        #expect(throws: EngineError.self) { try make(options) }
    }

    @Test func aToolOfOnesOwnIsAProgramWithArguments() throws {
        let custom = CustomToolOptions(
            command: "rsync -a 'host:/a b/' \"${PGDATA}/\" $PGDATA",
            restore_command: "cp %f %p"
        )
        let tool = try #require(try make(PhysicalRestoreOptions(tool: .customTool, customTool: custom)))
        #expect(tool.restore.program == "rsync")
        #expect(tool.restore.arguments == ["-a", "host:/a b/", "/pool/pgdata/", "/pool/pgdata"])
        #expect(tool.restoreCommand == "cp %f %p")
    }

    @Test(arguments: ["", "a | b", "a && b", "a > b", "a `b`", "a $(b)", "a 'b", "echo $HOME;"])
    func noShellIsOffered(command: String) {
        let options = PhysicalRestoreOptions(tool: .customTool, customTool: CustomToolOptions(command: command))
        let error = #expect(throws: EngineError.self) { try make(options) }
        #expect(error?.message.contains("customTool.command") == true)
    }

    @Test func baseBackupsMapTablespacesAndNameNoPassword() {
        let backup = BaseBackup(
            parameters: ConnectionParameters(host: "db", user: "sync", password: "secret", database: "postgres"),
            options: BaseBackupOptions(slot: "dblab", checkpoint: "fast", maxRate: "50M"),
            survey: PrimarySurvey(major: 15, tablespaces: ["16400": "/mnt/a=b"])
        )
        let arguments = backup.arguments(dataDirectory: "/pool/pgdata")
        #expect(arguments.contains("--tablespace-mapping=/mnt/a\\=b=/pool/pgdata/dblab_tablespaces/16400"))
        #expect(arguments.contains("--slot=dblab") && arguments.contains("--checkpoint=fast"))
        #expect(!arguments.contains { $0.contains("secret") })
    }

    @Test func slotsThatMayFillTheDiskOfProductionAreRefused() throws {
        #expect(throws: EngineError.self) { try PrimarySurvey(major: 15, slotLimit: "-1").checkSlot("dblab") }
        #expect(throws: EngineError.self) { try PrimarySurvey(major: 12).checkSlot("dblab") }
        #expect(throws: EngineError.self) { try PrimarySurvey(major: 15, slotLimit: "10240").checkSlot("Bad-name") }
        try PrimarySurvey(major: 15, slotLimit: "10240").checkSlot("dblab_1")
    }
}

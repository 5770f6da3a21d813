package import FoundationEssentials
package import Masking
package import Postgres
package import Runtime
package import SystemPackage
package import Tooling

/// What a stage of a refresh works on and reports to.
package struct RefreshWork: Sendable {
    /// The PGDATA that the refresh fills; its parent is the new dataset.
    package var dataDirectory: FilePath
    /// A directory for dumps and lists, removed when the refresh ends.
    package var scratch: FilePath
    package var runtime: any PostgresRuntime
    /// The name of the server that may run on the data meanwhile.
    package var server: ServerID
    /// A free port for that server's socket; it listens on no address.
    package var port: Int
    /// Whom servers and tools run as; `nil` for the engine's own account.
    package var account: Account?
    /// When the last transaction was committed that the data are known to hold.
    package var replayedAt: Date?
    /// What the data were labelled with at the source.
    package let labels = FoundLabels()
    /// Tells users how far it is.
    package var report: @Sendable (RefreshProgress) -> Void
    /// Tells users what was left out, and why.
    package var leaveOut: @Sendable (Omission) -> Void
    /// Tells users what was made harmless.
    package var neutralize: @Sendable (Neutralization) -> Void
    /// Tells the moment of the source that the data show.
    package var setDataStateAt: @Sendable (Date) -> Void
    /// Tells what servers on these data are to be run with unless somebody says otherwise; the later win.
    package var addSettings: @Sendable ([String: String]) -> Void
    /// Tells what the golden server knows of settings, against which the wishes of users are checked.
    package var setSettingsCatalog: @Sendable (SettingsCatalog) -> Void
    /// Tells what masking did.
    package var setMasking: @Sendable (MaskingReport) -> Void
    /// Marks a place between two effects; see ``Failpoints``.
    package var failpoint: @Sendable (_ place: String) throws -> Void

    package init(
        dataDirectory: FilePath,
        scratch: FilePath,
        runtime: any PostgresRuntime,
        server: ServerID,
        port: Int,
        account: Account?,
        report: @escaping @Sendable (RefreshProgress) -> Void = { _ in },
        leaveOut: @escaping @Sendable (Omission) -> Void = { _ in },
        neutralize: @escaping @Sendable (Neutralization) -> Void = { _ in },
        setDataStateAt: @escaping @Sendable (Date) -> Void = { _ in },
        addSettings: @escaping @Sendable ([String: String]) -> Void = { _ in },
        setSettingsCatalog: @escaping @Sendable (SettingsCatalog) -> Void = { _ in },
        setMasking: @escaping @Sendable (MaskingReport) -> Void = { _ in },
        failpoint: @escaping @Sendable (_ place: String) throws -> Void = { _ in }
    ) {
        self.dataDirectory = dataDirectory
        self.scratch = scratch
        self.runtime = runtime
        self.server = server
        self.port = port
        self.account = account
        self.report = report
        self.leaveOut = leaveOut
        self.neutralize = neutralize
        self.setDataStateAt = setDataStateAt
        self.addSettings = addSettings
        self.setSettingsCatalog = setSettingsCatalog
        self.setMasking = setMasking
        self.failpoint = failpoint
    }
}

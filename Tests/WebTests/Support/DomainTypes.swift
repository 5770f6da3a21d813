// `API.Engine` hides the module `Engine` wherever both are imported.
import Engine

typealias DomainPhase = Clone.Phase
typealias DomainPoolSample = PoolSample

enum RefreshReportFixture {
    static let empty = RefreshReport()
}

package import Engine
package import Hummingbird

/// What goes with a request through the router.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who sends it.
    package var principal = Principal.nobody
    /// Where it comes from; empty if that is no address.
    package let address: String
    /// What its audit entry is to say besides.
    let remark = AuditRemark()

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

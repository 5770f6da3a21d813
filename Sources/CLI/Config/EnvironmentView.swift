/// An environment as `dblab config view` prints it.
struct EnvironmentView: Encodable {
    var environmentID: String
    var url: String
    var token: String?
    var insecure: Bool
    var requestTimeout: String
    var forwarding: EnvironmentSettings.Forwarding
    var branching: EnvironmentSettings.Branching

    enum CodingKeys: String, CodingKey {
        case url, token, insecure, forwarding, branching
        case environmentID = "environment_id"
        case requestTimeout = "request_timeout"
    }

    init(id: String, settings: EnvironmentSettings) {
        environmentID = id
        url = settings.url
        token = settings.token
        insecure = settings.insecure
        requestTimeout = settings.requestTimeout ?? ""
        forwarding = settings.forwarding
        branching = settings.branching
    }

    /// For lists, which nobody asks for to see secrets.
    var withoutToken: EnvironmentView {
        var view = self
        view.token = nil
        return view
    }
}

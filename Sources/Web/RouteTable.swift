import HTTPTypes
import Hummingbird

/// Which methods a path answers to: what the router cannot tell, and a good refusal needs.
struct RouteTable: Sendable {
    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    init(_ router: Router<APIContext>) {
        routes = router.routes.map { ($0.path, $0.method) }
    }

    /// The methods that have a route for `path`, sorted.
    func methods(for path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        return Set(routes.filter { Self.matches($0.path, segments) }.map(\.method)).sorted { $0.rawValue < $1.rawValue }
    }

    /// The route of `path` with its variables' names; `nil` if there is none.
    func route(for path: String) -> String? {
        let segments = path.split(separator: "/")
        let found = routes.map(\.path).filter { Self.matches($0, segments) }.map { "\($0)" }
        // The plainest, as the router chooses.
        return found.min { $0.count { "{*".contains($0) } < $1.count { "{*".contains($0) } }
    }

    private static func matches(_ path: RouterPath, _ segments: [Substring]) -> Bool {
        if path.components.last == .recursiveWildcard {
            let fixed = path.components.dropLast()
            return segments.count > fixed.count && zip(fixed, segments).allSatisfy { $0 ~= $1 }
        }
        return path.count == segments.count && zip(path, segments).allSatisfy { $0 ~= $1 }
    }
}

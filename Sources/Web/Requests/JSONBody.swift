import API
import FoundationEssentials
import Hummingbird
import NIOCore

extension Request {
    /// Reads the body as JSON, whatever its content type; `nil` if it is empty or `null`.
    /// - Throws: ``RequestError`` that names the field.
    func json<Body: Decodable>(_ type: Body.Type, limit: Int) async throws -> Body? {
        let data = try await data(limit: limit)
        guard String(validating: data, as: UTF8.self) != nil else { throw Self.notText(data) }
        guard data.contains(where: { !Self.blanks.contains($0) }) else { return nil }
        do {
            return try JSONCoding.value(Optional<Body>.self, from: data)
        } catch let error as DecodingError {
            throw RequestError.badRequest(
                "invalid request body: \(Self.fraction(in: data) ?? JSONCoding.reason(of: error))"
            )
        }
    }

    private static let blanks = Set(" \t\r\n".utf8)

    private func data(limit: Int) async throws -> Data {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw RequestError.bodyTooLarge(limit: limit)
        }
        do {
            return Data(try await body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw RequestError.bodyTooLarge(limit: limit)
        }
    }

    /// Names a field with a fraction, which no request has; Foundation does not tell where it is.
    private static func fraction(in data: Data) -> String? {
        let path = (try? JSONCoding.value(JSONValue.self, from: data))?.path(where: {
            if case .number = $0 { true } else { false }
        })
        return path.map { "field `\($0.joined(separator: "."))` must be an integer" }
    }

    /// Names the field that holds bytes which are no text, as far as the rest can be read.
    private static func notText(_ data: Data) -> RequestError {
        let repaired = Data(String(decoding: data, as: UTF8.self).utf8)
        let document = try? JSONCoding.value(JSONValue.self, from: repaired)
        guard let path = document?.path(where: { $0.string?.contains("\u{FFFD}") ?? false }) else {
            return .badRequest("invalid request body: not UTF-8 text")
        }
        return .badRequest("invalid request body: field `\(path.joined(separator: "."))` is not UTF-8 text")
    }
}

extension JSONValue {
    /// Where the first value is that a test holds for.
    fileprivate func path(where isWanted: (JSONValue) -> Bool) -> [String]? {
        if isWanted(self) { return [] }
        switch self {
        case .array(let values):
            for (index, value) in values.enumerated() {
                if let path = value.path(where: isWanted) { return ["\(index)"] + path }
            }
        case .object(let fields):
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                if let path = value.path(where: isWanted) { return [name] + path }
            }
        default: break
        }
        return nil
    }
}

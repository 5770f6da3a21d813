import CAssets
import Crypto
import Engine
import NIOCore

/// A file of the web UI.
package struct Asset: Sendable {
    /// Where it is served.
    package let path: String
    let type: String
    let body: ByteBuffer
    /// What changes with the content only.
    let tag: String

    fileprivate init(_ asset: asset) {
        let bytes = UnsafeBufferPointer(start: asset.bytes, count: asset.count)
        path = String(cString: asset.path)
        type = String(cString: asset.type)
        body = ByteBuffer(bytes: Self.withoutRemarks(bytes, in: path))
        tag = "\"\(Hexadecimal.text(SHA256.hash(data: bytes).prefix(16)))\""
    }

    /// What only readers of the source need is not sent: lines that are comments, indentation, and blanks around signs.
    ///
    /// Lines stay where they are, so that a place in an error of the browser is one in the source.
    private static func withoutRemarks(_ bytes: UnsafeBufferPointer<UInt8>, in path: String) -> [UInt8] {
        guard path.hasSuffix(".js") || path.hasSuffix(".css") else { return Array(bytes) }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            let content = line.drop { $0 == UInt8(ascii: " ") }
            return content.starts(with: "//".utf8) || content.starts(with: "/*".utf8) ? content.prefix(0) : content
        }
        let text = String(decoding: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
        let squeezed = (path.hasSuffix(".css") ? Self.signsOfCSS : Self.signsOfJavaScript).reduce(text) { text, sign in
            text.replacing(sign, with: sign.filter { $0 != " " })
        }
        return Array(squeezed.utf8)
    }

    // No text that people see holds any of these.
    private static let signsOfCSS = ["; ", ": ", ", ", " { ", " {", "{ ", " }"]
    private static let signsOfJavaScript = [" => ", " === ", " !== ", " && ", " || ", "} from "]

    /// How many bytes it has.
    package var size: Int { body.readableBytes }

    /// All of them, by path.
    package static let all = Dictionary(
        uniqueKeysWithValues: (0..<asset_count()).map { Asset(asset_at($0)) }.map { ($0.path, $0) }
    )
}

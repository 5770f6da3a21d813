import CLinux
import Foundation
import Glibc
import SystemPackage

/// A directory tree as a reader sees it, by path; the root itself is `.`.
struct TreeListing {
    private var paths: [String: FilePath] = [:]
    private var statuses: [String: stat] = [:]

    init(of root: FilePath) throws {
        let names = FileManager.default.enumerator(atPath: root.string)?.compactMap { $0 as? String } ?? []
        for name in names + ["."] {
            let path = root.appending(name)
            var status = stat()
            guard lstat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
            paths[name] = path
            statuses[name] = status
        }
    }

    /// The content of files, and what else there is.
    var listing: [String: String] {
        get throws {
            var result: [String: String] = [:]
            for (name, status) in statuses {
                guard let path = paths[name] else { continue }
                let type = String(status.st_mode & S_IFMT, radix: 8)
                let isFile = status.st_mode & S_IFMT == S_IFREG
                result[name] = isFile ? "\(status.st_size) \(try checksum(path))" : type
            }
            return result.count > 1 ? result : [:]
        }
    }

    var modes: [String: mode_t] { statuses.mapValues(\.st_mode) }
    var owners: [String: [UInt32]] { statuses.mapValues { [$0.st_uid, $0.st_gid] } }
    var linkCounts: [String: Int] {
        statuses.filter { $0.value.st_mode & S_IFMT == S_IFREG }.mapValues { Int($0.st_nlink) }
    }
    var allocatedBytes: [String: Int] { statuses.mapValues { Int($0.st_blocks) * 512 } }

    var modificationTimes: [String: [Int]] {
        statuses.filter { $0.key != "." }.mapValues { [$0.st_mtim.tv_sec, $0.st_mtim.tv_nsec] }
    }

    var symbolicLinks: [String: String] {
        paths.compactMapValues { try? FileManager.default.destinationOfSymbolicLink(atPath: $0.string) }
    }

    var extendedAttributes: [String: String] {
        paths.compactMapValues { path in
            var value = [UInt8](repeating: 0, count: 64)
            let count = lgetxattr(path.string, "user.dblab.test", &value, value.count)
            return count < 0 ? nil : String(decoding: value[..<count], as: UTF8.self)
        }
    }

    /// FNV-1a over 64-bit words, quick enough for a debug build.
    private func checksum(_ path: FilePath) throws -> UInt64 {
        let data = try Data(contentsOf: URL(fileURLWithPath: path.string), options: .alwaysMapped)
        return data.withUnsafeBytes { bytes in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var offset = 0
            while offset + 8 <= bytes.count {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x100_0000_01B3
                offset += 8
            }
            while offset < bytes.count {
                hash = (hash ^ UInt64(bytes[offset])) &* 0x100_0000_01B3
                offset += 1
            }
            return hash
        }
    }
}

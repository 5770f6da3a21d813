import Glibc

/// The locales of this machine's C library, by which servers sort.
package enum InstalledLocales {
    /// Whether a server could use it.
    package static func contains(_ name: String) -> Bool {
        guard let locale = newlocale(1 << LC_COLLATE, name, nil) else { return false }
        freelocale(locale)
        return true
    }

    /// The C library's version, which is that of its collations; empty if it does not tell.
    package static var libraryVersion: String {
        // _CS_GNU_LIBC_VERSION, which Swift does not see: "glibc 2.36".
        let name: Int32 = 2
        var buffer = [CChar](repeating: 0, count: 64)
        guard confstr(name, &buffer, buffer.count) > 0 else { return "" }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").last.map(String.init) ?? ""
    }
}

import Glibc

/// A user of the operating system whom programs run as.
package struct Account: Hashable, Sendable {
    package var name: String
    package var userID: UInt32
    package var groupID: UInt32
    /// Further groups, such as `ssl-cert` for PostgreSQL on Debian.
    package var supplementaryGroups: [UInt32]

    /// Looks up a user by name; `nil` if there is none.
    package init?(named name: String) {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        guard getpwnam_r(name, &record, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        self.name = name
        userID = record.pw_uid
        groupID = record.pw_gid
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        supplementaryGroups =
            getgrouplist(name, record.pw_gid, &groups, &count) >= 0 ? Array(groups.prefix(Int(count))) : []
    }

    /// The options by which `setpriv` becomes the account.
    package var setprivOptions: [String] {
        let groups = supplementaryGroups.map(String.init).joined(separator: ",")
        return ["--reuid=\(userID)", "--regid=\(groupID)", groups.isEmpty ? "--clear-groups" : "--groups=\(groups)"]
    }

    /// Whether this process may act as any account.
    package static var processIsRoot: Bool { geteuid() == 0 }
}

import SystemPackage
import Testing

@testable import Storage

@Suite struct MountTableTests {
    private let table = MountTable(
        parsing: """
            21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            22 21 0:20 / /proc rw - proc proc rw
            30 21 0:40 / /var/lib/the\\040pool rw,noatime shared:7 master:3 - btrfs /dev/loop0 rw,subvolid=5
            31 30 0:41 / /var/lib/the\\040pool/z rw - fuse.zfs tank/data rw
            32 21 0:42 / /var/lib/the\\040pool rw - xfs /dev/loop1 rw
            damaged line
            """
    )

    @Test func theLastMountAtAPlaceIsSeen() {
        #expect(table.mount(at: "/var/lib/the pool")?.type == "xfs")
        #expect(table.mount(at: "/var/lib") == nil)
    }

    @Test func aPathLiesOnTheNearestMountAboveIt() {
        #expect(table.mount(containing: "/var/lib/the pool/z/deep")?.source == "tank/data")
        #expect(table.mount(containing: "/var/lib/the poolside")?.source == "/dev/vda")
    }

    @Test func namesAreEscapedAsTheKernelDoes() {
        for name in ["plain", "two words", "tab\tnew\nline", "back\\slash"] {
            #expect(MountTable.unescape(MountTable.escape(name)) == name)
        }
    }
}

@Suite struct MountListTests {
    private let entry = MountList.Entry(
        source: "/srv/pool.img",
        directory: "/srv/pool",
        type: "btrfs",
        options: ["loop", "nofail"]
    )
    private let line = "/srv/pool.img /srv/pool btrfs loop,nofail,x-dblab 0 0\n"

    @Test(arguments: ["", "# nothing\n", "/dev/vda / ext4 defaults 0 1\n"])
    func ourLineIsAddedOnceAndRemoved(_ before: String) throws {
        var list = MountList(before)
        try list.set(entry)
        #expect(list.text == before + line)
        try list.set(entry)
        #expect(list.text == before + line)
        list.remove("/srv/pool")
        #expect(list.text == before)
    }

    @Test func othersLinesStay() throws {
        let others = "/dev/vdb /srv/pool ext4 defaults 0 2\n"
        var list = MountList(others)
        let error = #expect(throws: StorageError.self) { try list.set(entry) }
        #expect(error?.message.contains("/dev/vdb") == true)
        list.remove("/srv/pool")
        #expect(list.text == others)
    }
}

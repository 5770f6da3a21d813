import API
import FoundationEssentials
import Testing

@testable import CLI

@Suite struct RenderingTests {
    @Test(arguments: [
        (0, "0 B"), (9, "9 B"), (10, "10 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
        (10_188, "9.9 KiB"), (10_240, "10 KiB"), (147_849_216, "141 MiB"), (1 << 30, "1.0 GiB"), (UInt64.max, "16 EiB"),
    ])
    func sizesReadAsInDBLab(bytes: UInt64, expected: String) {
        #expect(ByteCount.text(bytes) == expected)
    }

    @Test func sizesOfClonesAreInWords() throws {
        let clone = Clone(
            id: "c",
            snapshot: Snapshot(id: "s", physicalSize: 1024, logicalSize: 147_849_216),
            metadata: CloneMetadata(cloneDiffSize: 2048, logicalSize: 10, cloningTime: 1.525, maxIdleMinutes: 5)
        )
        let view = try View.clone(clone)
        #expect(view["metadata"]?["cloneDiffSize"] == "2.0 KiB")
        #expect(view["metadata"]?["logicalSize"] == "10 B")
        #expect(view["metadata"]?["cloningTime"] == .number(1.525))
        #expect(view["metadata"]?["maxIdleMinutes"] == .integer(5))
        #expect(view["snapshot"]?["logicalSize"] == "141 MiB")
        #expect(view["deleteAt"] == .null)
    }

    @Test func onlyFileSystemsOfAStatusAreInWords() throws {
        var status = InstanceStatus()
        status.pools = [Pool(name: "p", fileSystem: FileSystem(size: 1 << 40, compressRatio: 1.5))]
        status.cloning.clones = [Clone(id: "c", metadata: CloneMetadata(cloneDiffSize: 2048))]
        let view = try View.status(status)
        guard case .array(let pools)? = view["pools"], case .array(let clones)? = view["cloning"]?["clones"] else {
            Issue.record("no pools or clones in \(view)")
            return
        }
        #expect(pools.first?["fileSystem"]?["size"] == "1.0 TiB")
        #expect(pools.first?["fileSystem"]?["compressRatio"] == .number(1.5))
        #expect(clones.first?["metadata"]?["cloneDiffSize"] == .integer(2048))
    }

    @Test func newClonesAreShownAsInDBLab() {
        let clone = Clone(
            id: "my_clone",
            snapshot: Snapshot(id: "dblab_pool@snapshot_20260101000000"),
            branch: "main",
            db: CloneDatabase(connStr: "host=localhost port=6000 user=u dbname=postgres")
        )
        #expect(
            CloneSummary(clone).created == [
                "ID:                 my_clone",
                "Branch:             main",
                "Snapshot:           dblab_pool@snapshot_20260101000000",
                "Connection string:  host=localhost port=6000 user=u dbname=postgres",
            ]
        )
    }

    @Test func textFromElsewhereCannotSteerTheTerminal() throws {
        #expect(Printable.line("a\u{1B}[31mb\nc\u{9B}2J\u{7}\u{202E}d") == "a[31mb c2Jd")
        let json = Printable.json(try JSONCoding.text(JSONValue.string("\u{1B}\u{9B}\u{7F}\u{202E}ü"), indent: 4))
        #expect(json == #""\u001b\u009b\u007f\u202eü""#)
        #expect(try JSONCoding.value(String.self, from: Data(json.utf8)) == "\u{1B}\u{9B}\u{7F}\u{202E}ü")
    }

    @Test func tablesAlign() {
        let table = Table(header: ["ID", "X"], rows: [["long-one", "1"], ["s", ""]])
        #expect(table.lines == ["ID        X", "long-one  1", "s"])
    }

    @Test func progressNamesWhatIsKnown() {
        let progress = RefreshProgress(
            stage: "restore",
            message: "public.items",
            tablesDone: 3,
            tablesTotal: 12,
            bytesDone: 1 << 20,
            bytesTotal: 4 << 20,
            bytesPerSecond: 2048
        )
        #expect(
            ProgressBar.text(of: progress)
                == "restore: 25%, public.items, 3 of 12 tables, 1.0 MiB of 4.0 MiB, 2.0 KiB/s"
        )
        #expect(ProgressBar.text(of: RefreshProgress(stage: "dump", message: "starts")) == "dump: starts")
        #expect(ProgressBar.percent(of: RefreshProgress(tablesDone: 9, tablesTotal: 3)) == 100)
    }
}

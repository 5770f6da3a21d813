import Testing

@testable import Storage

/// Listings recorded from zfs-fuse 0.7.0 and written after OpenZFS 2.1.
@Suite struct ZFSListingTests {
    @Test func readsWhatZFSFusePrints() throws {
        let listing = ZFSListing(parsing: zfsFuse, under: "tpp")
        #expect(try listing.inventory == inventory(["c7", "d1"], ["d1@a"]))
        #expect(try listing.clones(of: #require(SnapshotName("d1@a"))).sorted() == ["c7", "c9"])
        #expect(listing.bytes("available", of: "tpp") == 94_277_632)
        #expect(listing.bytes("usedbydataset", of: "tpp/c9") == 102_400)
        #expect(listing.compressRatio(of: "tpp") == 1.57)
        #expect(listing.value("mountpoint", of: "tpp/d1") == "/tmp/x/zp/d1")
        #expect(listing.value("origin", of: "tpp/d1") == nil)
    }

    @Test func readsWhatOpenZFSPrints() throws {
        let listing = ZFSListing(parsing: openZFS, under: "tank/dblab")
        #expect(try listing.inventory == inventory(["clone-1", "golden"], ["golden@s1"]))
        #expect(try listing.clones(of: #require(SnapshotName("golden@s1"))) == ["clone-1"])
        #expect(
            try listing.contents(of: #require(DatasetName("golden"))).sorted() == ["golden@auto-daily", "golden@s1"]
        )
        #expect(listing.bytes("referenced", of: "tank/dblab/golden") == 1_073_741_824)
    }

    @Test func whatOnlyInheritsOurMarkIsNotOurs() {
        let listing = ZFSListing(parsing: openZFS, under: "tank/dblab")
        #expect(listing.contains("tank/dblab/golden@auto-daily"))
        #expect(!listing.containsOurs("tank/dblab/golden@auto-daily"))
        #expect(!listing.containsOurs("tank/dblab/golden/inner"))
        #expect(!listing.containsOurs("tank/dblab/volume"))
        #expect(!listing.contains("tank/dblab/nothing"))
    }

    @Test func oddLinesAreLeftOut() {
        let listing = ZFSListing(parsing: "\ntank/a\ttype\nno tabs at all\ntank/a\ttype\tfilesystem\n", under: "tank")
        #expect(listing.inventory == StorageInventory())
        #expect(listing.value("type", of: "tank/a") == "filesystem")
    }

    private func inventory(_ datasets: [String], _ snapshots: [String]) throws -> StorageInventory {
        StorageInventory(
            datasets: Set(try datasets.map { try #require(DatasetName($0)) }),
            snapshots: Set(try snapshots.map { try #require(SnapshotName($0)) })
        )
    }
}

private let zfsFuse = lines(
    """
    tpp type filesystem|tpp origin -|tpp dblab:kind -|tpp used 1142784|tpp available 94277632|tpp referenced 139264
    tpp usedbydataset 139264|tpp mountpoint /tmp/x/zp|tpp compressratio 1.57x
    tpp/c7 type filesystem|tpp/c7 origin tpp/d1@a|tpp/c7 dblab:kind dataset|tpp/c7 used 0|tpp/c7 available 94277632
    tpp/c7 referenced 114688|tpp/c7 usedbydataset 0|tpp/c7 mountpoint /tmp/x/zp/c7
    tpp/c9 type filesystem|tpp/c9 origin tpp/d1@a|tpp/c9 dblab:kind -|tpp/c9 used 102400|tpp/c9 available 94277632
    tpp/c9 referenced 126976|tpp/c9 usedbydataset 102400|tpp/c9 mountpoint /tmp/x/zp/c9
    tpp/d1 type filesystem|tpp/d1 origin -|tpp/d1 dblab:kind dataset|tpp/d1 used 208896|tpp/d1 available 94277632
    tpp/d1 referenced 126976|tpp/d1 usedbydataset 126976|tpp/d1 mountpoint /tmp/x/zp/d1
    tpp/d1@a type snapshot|tpp/d1@a origin -|tpp/d1@a dblab:kind snapshot|tpp/d1@a used 81920|tpp/d1@a available -
    tpp/d1@a referenced 114688|tpp/d1@a usedbydataset -|tpp/d1@a mountpoint -
    tpp/foreign type filesystem|tpp/foreign origin -|tpp/foreign dblab:kind -|tpp/foreign used 114688
    """
)

private let openZFS = lines(
    """
    tank/dblab type filesystem|tank/dblab origin -|tank/dblab dblab:kind pool|tank/dblab mountpoint /var/lib/dblab
    tank/dblab compressratio 2.31
    tank/dblab/golden type filesystem|tank/dblab/golden origin -|tank/dblab/golden dblab:kind dataset
    tank/dblab/golden referenced 1073741824|tank/dblab/golden mountpoint /var/lib/dblab/golden
    tank/dblab/golden@s1 type snapshot|tank/dblab/golden@s1 dblab:kind snapshot|tank/dblab/golden@s1 used 0
    tank/dblab/golden@auto-daily type snapshot|tank/dblab/golden@auto-daily dblab:kind dataset
    tank/dblab/golden#mark type bookmark|tank/dblab/golden#mark dblab:kind dataset
    tank/dblab/golden-2/inner type filesystem|tank/dblab/golden-2/inner dblab:kind dataset
    tank/dblab/clone-1 type filesystem|tank/dblab/clone-1 origin tank/dblab/golden@s1|tank/dblab/clone-1 dblab:kind dataset
    tank/dblab/volume type volume|tank/dblab/volume dblab:kind pool|tank/dblab/volume mountpoint -
    """
)

/// Puts tabs where zfs does; the text above is wrapped to be read.
private func lines(_ text: String) -> String {
    text.split { $0 == "|" || $0 == "\n" }
        .map { $0.split(separator: " ", maxSplits: 2).joined(separator: "\t") }
        .joined(separator: "\n")
}

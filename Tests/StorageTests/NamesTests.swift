import Storage
import Testing

@Suite struct NamesTests {
    @Test(arguments: ["a", "0", "clone-12-3", "a-", String(repeating: "z", count: 63)])
    func namesThatMayBe(_ text: String) {
        #expect(DatasetName(text)?.description == text)
        #expect(SnapshotName("\(text)@\(text)")?.description == "\(text)@\(text)")
    }

    @Test(arguments: [
        "", "-a", "A", "a_b", "a.b", "..", "a/b", "a@b", "ä", "a b", "a\n", "a\0", String(repeating: "z", count: 64),
    ])
    func namesThatMayNotBe(_ text: String) {
        #expect(DatasetName(text) == nil)
        #expect(SnapshotName("a@\(text)") == nil)
        #expect(SnapshotName("\(text)@a") == nil)
    }

    @Test(arguments: ["a", "@", "a@", "@a", "a@b@c", "a@@b"])
    func whatIsNoSnapshot(_ text: String) {
        #expect(SnapshotName(text) == nil)
    }
}

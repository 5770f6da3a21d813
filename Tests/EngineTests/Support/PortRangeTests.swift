import Engine
import Testing

@Suite struct PortRangeTests {
    @Test(arguments: [(0, 5), (6, 5), (1, 65536), (-1, 2)])
    func impossibleRangesAreRefused(_ from: Int, _ to: Int) {
        #expect(PortRange(from: from, to: to) == nil)
    }

    @Test func theLowestFreePortIsTaken() throws {
        let range = try #require(PortRange(from: 6000, to: 6003))
        #expect(range.firstFree(excluding: [6000]) { $0 != 6001 } == 6002)
        #expect(range.firstFree(excluding: [6000, 6002]) { $0 == 6001 } == 6001)
        #expect(range.firstFree(excluding: [6000, 6001, 6002, 6003]) { _ in true } == nil)
    }
}

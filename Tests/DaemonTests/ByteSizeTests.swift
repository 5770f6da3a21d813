import Testing

@testable import Daemon

@Suite struct ByteSizeTests {
    @Test(arguments: [
        ("20G", 20 << 30), ("512MiB", 512 << 20), ("1.5g", 3 << 29), ("100", 100), ("7KB", 7 << 10), ("2T", 2 << 40),
    ])
    func sizesAreRead(text: String, expected: Int) {
        #expect(ByteSize(argument: text)?.bytes == expected)
    }

    @Test(arguments: ["", "0", "G", "-1G", "1X", "1..2G", "999999P", "1G G", "nan", "1e9"])
    func othersAreRefused(text: String) {
        #expect(ByteSize(argument: text) == nil)
    }

    @Test(arguments: [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (3 << 29, "1.5 GiB"), (20 << 40, "20.0 TiB")])
    func sizesAreShown(bytes: Int, expected: String) {
        #expect(ByteSize(bytes: bytes).description == expected)
    }
}

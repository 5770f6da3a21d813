import Glibc
import Postgres
import SystemPackage
import Testing

@Suite struct PostmasterFileTests {
    private let recorded = """
        2127
        /var/lib/dblab/data
        1763892000
        6001
        /run/dblab/c1
        127.0.0.1
          2097152         3
        ready   

        """

    @Test func recordedFileIsParsed() throws {
        let file = try #require(PostmasterFile(parsing: recorded))
        #expect(file.processID == 2127)
        #expect(file.dataDirectory == "/var/lib/dblab/data")
        #expect(file.startTime == 1_763_892_000)
        #expect(file.port == 6001)
        #expect(file.socketDirectory == "/run/dblab/c1")
        #expect(file.sharedMemoryID == 3)
        #expect(file.isReady)
    }

    @Test func unfinishedFileIsParsed() throws {
        let file = try #require(PostmasterFile(parsing: "2127\n/data\n1763892000\n6001\n\n"))
        #expect(file.socketDirectory == nil)
        #expect(file.status == nil)
        #expect(!file.isReady)
    }

    @Test(arguments: ["", "\n", "abc", "0", "99999999999", "-2147483648", "12x", "\u{0}"])
    func nonsenseIsRefused(text: String) {
        #expect(PostmasterFile(parsing: text) == nil)
    }

    @Test func linksPipesAndHugeFilesAreNotRead() throws {
        try withTemporaryDirectory { directory in
            let file = directory.appending(PostmasterFile.name)
            #expect(PostmasterFile(inDataDirectory: directory) == nil)
            try #require(symlink("/etc/hostname", file.string) == 0)
            #expect(PostmasterFile(inDataDirectory: directory) == nil)
            try #require(unlink(file.string) == 0)
            try #require(mkfifo(file.string, 0o600) == 0)
            #expect(PostmasterFile(inDataDirectory: directory) == nil)
            try #require(unlink(file.string) == 0)
            try write("1\n" + String(repeating: "x", count: 10000), to: file)
            #expect(PostmasterFile(inDataDirectory: directory) == nil)
            try #require(unlink(file.string) == 0)
            try write(recorded, to: file)
            #expect(PostmasterFile(inDataDirectory: directory)?.processID == 2127)
        }
    }
}

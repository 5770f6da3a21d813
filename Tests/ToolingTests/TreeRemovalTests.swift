import Glibc
import SystemPackage
import Testing
import Tooling

@Suite struct TreeRemovalTests {
    @Test func aTreeGoesAndWhatItsLinksLeadToStays() throws {
        var template = Array("/tmp/dblab-removal-XXXXXX".utf8CString)
        let path = FilePath(String(cString: try #require(mkdtemp(&template))))
        let parent = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
        defer {
            try? TreeRemoval.remove("kept", in: parent)
            try? parent.close()
            rmdir(path.string)
        }
        for name in ["kept", "kept/inside", "doomed", "doomed/a", "doomed/a/b"] {
            try #require(mkdir(path.appending(name).string, 0o700) == 0)
        }
        let links = ["doomed/link": "../kept", "doomed/a/b/link": "../../../kept", "link": "kept"]
        for (link, target) in links { try #require(symlink(target, path.appending(link).string) == 0) }
        // A name that is no text.
        let odd = Array("\(path)/doomed/".utf8CString.dropLast()) + [-1, 0]
        try #require(mkdir(odd, 0o700) == 0)

        try TreeRemoval.remove("doomed", in: parent)
        #expect(try TreeRemoval.openDirectory("link", in: parent) == nil)
        try TreeRemoval.remove("link", in: parent)
        try TreeRemoval.remove("link", in: parent)
        #expect(try TreeRemoval.entries(of: parent) == ["kept"])
        #expect(access(path.appending("kept/inside").string, F_OK) == 0)
    }
}

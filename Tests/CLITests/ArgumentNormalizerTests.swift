import Testing

@testable import CLI

@Suite struct ArgumentNormalizerTests {
    @Test(arguments: [
        ("clone list", "clone list"),
        ("--url u --insecure clone list", "clone list --url=u --insecure"),
        ("-k --token=t clone status c", "clone status c --insecure --token=t"),
        ("clone --output text list", "clone list --output=text"),
        ("clone create -username neal -password=x", "clone create --username=neal --password=x"),
        ("clone create --password -secret c", "clone create --password=-secret c"),
        ("clone create --password --id x", "clone create --password --id=x"),
        ("clone create --username", "clone create --username"),
        ("clone update --protected my_clone", "clone update --protected=true my_clone"),
        ("clone update --protected false my_clone", "clone update --protected=false my_clone"),
        ("clone update -p 30m my_clone", "clone update --protected=30m my_clone"),
        ("clone update my_clone --protected", "clone update my_clone --protected=true"),
        ("clone update --protected=7d my_clone", "clone update --protected=7d my_clone"),
        ("clone update --protected --url u c", "clone update --protected=true c --url=u"),
        ("clone create --async=true --restricted=false", "clone create --async"),
        ("clone destroy -a c", "clone destroy --async c"),
        ("clone status -- --url", "clone status -- --url"),
        ("--url u clone status -- -x", "clone status --url=u -- -x"),
        ("clone status ---url --nope -z", "clone status ---url --nope -z"),
        ("-v", "--version"),
        ("", ""),
    ])
    func rewrites(line: String, expected: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(ArgumentNormalizer().normalized(words).joined(separator: " ") == expected)
    }

    @Test func keepsEmptyValues() {
        #expect(ArgumentNormalizer().normalized(["clone", "create", "--id", ""]) == ["clone", "create", "--id="])
        #expect(ArgumentNormalizer().normalized(["clone", "update", "-p", "", "c"]).last == "c")
    }
}

import Engine
import Testing

@Suite struct SnapshotGraphTests {
    /// A line of ten golden snapshots, and a tree of 990 made from them: snapshot n follows n / 3.
    private func large() -> SnapshotGraph {
        var nodes = (0..<10).map { SnapshotGraph.Node(id: "s\($0)", parent: $0 == 0 ? nil : "s\($0 - 1)") }
        nodes += (10..<1000).map {
            SnapshotGraph.Node(id: "s\($0)", branch: "b\($0 % 7)", parent: "s\($0 / 3)", origin: "s\($0 / 3)")
        }
        let branches = (0..<7).map { Branch(name: "b\($0)", parent: "main", base: "s9", head: "s\(993 + $0)") }
        return SnapshotGraph(nodes: nodes, branches: branches + [Branch(name: "main", head: "s9")])
    }

    @Test func aThousandSnapshotsAnswerAsTheRuleThatMadeThem() {
        let graph = large()
        #expect(graph.nodes.count == 1000)
        for number in 10..<1000 {
            var expected = ["s\(number)"]
            var next = number
            while next > 0 {
                next = next >= 10 ? next / 3 : next - 1
                expected.append("s\(next)")
            }
            #expect(graph.line(from: "s\(number)") == expected)
        }
        for number in 10..<334 {
            let expected = (number * 3..<number * 3 + 3).filter { $0 < 1000 }.map { "s\($0)" }
            #expect(graph.children(of: "s\(number)") == expected)
        }
        #expect(graph.heads(at: "s9") == ["main"])
        #expect(graph.roots(at: "s9") == (0..<7).map { "b\($0)" })
        #expect(Set(graph.copies(of: "s4")) == descendants(of: 4))
    }

    private func descendants(of number: Int) -> Set<String> {
        var result: Set<String> = []
        for candidate in 10..<1000 {
            var next = candidate
            while next >= 10 { next /= 3 }
            if next == number { result.insert("s\(candidate)") }
        }
        return result
    }

    @Test func copiesGoBeforeWhatTheyWereMadeFrom() throws {
        let copies = large().copies(of: "s4")
        let place = Dictionary(uniqueKeysWithValues: copies.enumerated().map { ($1, $0) })
        for copy in copies {
            let origin = try #require(large().nodes[copy]?.origin)
            if origin != "s4" { #expect(try #require(place[copy]) < #require(place[origin])) }
        }
    }

    @Test func aBranchEndsWhereItWasForked() {
        let nodes = ["a", "b", "c"].enumerated().map {
            SnapshotGraph.Node(id: $1, parent: $0 == 0 ? nil : ["a", "b"][$0 - 1])
        }
        let dev = Branch(name: "dev", parent: "main", base: "b", head: "c")
        let graph = SnapshotGraph(nodes: nodes, branches: [dev])
        #expect(graph.line(of: dev) == ["c", "b"])
        #expect(graph.survivor(of: "c", without: ["c", "b"]) == "a")
        #expect(graph.survivor(of: "c", without: ["a", "b", "c"]) == nil)
    }

    @Test func aCircleEnds() {
        let nodes = [SnapshotGraph.Node(id: "a", parent: "b", origin: "b"), .init(id: "b", parent: "a", origin: "a")]
        let graph = SnapshotGraph(nodes: nodes, branches: [])
        #expect(graph.line(from: "a") == ["a", "b"])
        #expect(graph.copies(of: "a") == ["b"])
    }
}

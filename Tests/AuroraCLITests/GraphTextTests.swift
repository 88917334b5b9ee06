import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraCLI

extension Samples {
    /// Three scenes of which nothing is made yet. Two share a picture, one is spoken, and one has names that mean
    /// something to those who draw.
    static let plan: Plan = {
        let scenes = [
            scene("a", posterAt: 1000), scene("b", speech: "Good", variants: [.mov]),
            scene("c \"<b>\\`#&|", image: "\u{1B}[2J\"c.png"),
        ]
        let planner = Planner(
            actionCache: MemoryActionCache(), contentStore: MemoryContentStore(), recorded: { _ in nil },
            placement: { _, _ in .absent })
        do { return try planner.plan(graph(scenes), digest: digest) } catch { preconditionFailure("\(error)") }
    }()
}

/// What `aurora graph` prints.
@Suite struct GraphTextTests {
    @Test func graphvizGetsBoxesInTheColoursOfTheirStates() throws {
        #expect(try Golden.difference(GraphText(Samples.plan).dot, from: "graph.dot") == nil)
    }

    @Test func mermaidGetsTheSameGraph() throws {
        #expect(try Golden.difference(GraphText(Samples.plan).mermaid, from: "graph.mmd") == nil)
    }

    @Test func aFileThatTwoUseIsThereOnce() {
        let dot = GraphText(Samples.plan).dot
        #expect(dot.components(separatedBy: "label=\"a.png\"").count == 2)
        #expect(dot.components(separatedBy: "f0 -> ").count == 3)
    }

    @Test func everyStateHasALookOfItsOwn() {
        #expect(Set(GraphState.allCases.map(\.colour)).count == GraphState.allCases.count)
        #expect(Set(GraphState.allCases.map(\.words)).count == GraphState.allCases.count)
    }
}

import AuroraBuild
import AuroraCore

/// A plan's graph as a drawing: in the words of Graphviz, or of Mermaid.
struct GraphText {
    private struct Node {
        let name: String
        /// Lines of its label.
        let label: [String]
        /// `nil` for a file.
        let state: GraphState?
    }

    private struct Edge {
        let from: String
        let to: String
        let field: String
    }

    private let nodes: [Node]
    private let edges: [Edge]

    /// Files are numbered as they are first used, actions by their places: the same graph gives the same text.
    init(_ plan: Plan) {
        var files: [String: String] = [:]
        var nodes: [Node] = []
        var edges: [Edge] = []
        for step in plan.steps {
            let name = "a\(step.action.id.index)"
            for named in step.action.inputs {
                guard let file = named.input.file else {
                    guard let producer = named.input.producer else { continue }
                    edges.append(Edge(from: "a\(producer.index)", to: name, field: named.field))
                    continue
                }
                let source = files[file.path] ?? "f\(files.count)"
                if files.updateValue(source, forKey: file.path) == nil {
                    nodes.append(Node(name: source, label: [file.path], state: nil))
                }
                edges.append(Edge(from: source, to: name, field: Self.short(named.field)))
            }
            let state = GraphState(step.state)
            nodes.append(
                Node(
                    name: name, label: [step.action.name, "\(step.action.work.kind.rawValue): \(state.words)"],
                    state: state))
        }
        self.nodes = nodes
        self.edges = edges
    }

    /// For Graphviz.
    var dot: String {
        var text = "digraph aurora {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n"
        for node in nodes {
            let label = node.label.map(Self.quotedForDot).joined(separator: "\\n")
            let look = node.state.map { "fillcolor=\"\($0.colour)\"" } ?? "shape=note, fillcolor=\"#ffffff\""
            text += "  \(node.name) [label=\"\(label)\", \(look)];\n"
        }
        for edge in edges { text += "  \(edge.from) -> \(edge.to) [label=\"\(Self.quotedForDot(edge.field))\"];\n" }
        return text + "}\n"
    }

    /// For Mermaid.
    var mermaid: String {
        var text = "flowchart LR\n"
        for node in nodes {
            let label = "\"\(node.label.map(Self.quotedForMermaid).joined(separator: "<br/>"))\""
            text += "  \(node.name)\(node.state.map { "[\(label)]:::\($0.rawValue)" } ?? "([\(label)])")\n"
        }
        for edge in edges {
            text += "  \(edge.from) -->|\"\(Self.quotedForMermaid(edge.field))\"| \(edge.to)\n"
        }
        for state in GraphState.allCases where nodes.contains(where: { $0.state == state }) {
            text += "  classDef \(state.rawValue) fill:\(state.colour),stroke:#333333,color:#000000\n"
        }
        return text
    }

    /// `file tools/render.sh`: the path is told by the file itself.
    private static func short(_ field: String) -> String { String(field.split(separator: " ").first ?? "") }

    private static func quotedForDot(_ text: String) -> String {
        PrintableText.sanitized(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// Mermaid's own way to write characters that mean something to it, or to HTML.
    private static func quotedForMermaid(_ text: String) -> String {
        PrintableText.sanitized(text).reduce(into: "") { quoted, character in
            guard let code = character.asciiValue, "#\"&<>`\\".contains(character) else {
                quoted.append(character)
                return
            }
            quoted += "#\(code);"
        }
    }
}

/// What a build would do about an action, in one word.
enum GraphState: String, CaseIterable {
    case current, restore, run, mayRun, unneeded, lost

    init(_ state: PlanState) {
        self =
            switch state {
            case .current, .restore(_, .cacheEntry): .current
            case .restore: .restore
            case .lost: .lost
            case .run: .run
            case .pending, .standby: .mayRun
            case .unneeded: .unneeded
            }
    }

    /// For people.
    var words: String { self == .mayRun ? "may run" : rawValue }

    /// Light enough for black letters.
    var colour: String {
        switch self {
        case .current: "#d5f0d5"
        case .restore: "#d0e4fa"
        case .run: "#fbd8b0"
        case .mayRun: "#fdf3c0"
        case .unneeded: "#eeeeee"
        case .lost: "#f5b8b8"
        }
    }
}

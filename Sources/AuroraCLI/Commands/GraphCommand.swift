import ArgumentParser
import AuroraSession

struct GraphCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draw what is made from what, and what a build would do about it.",
        discussion: """
            Actions are boxes in the colour of their state: current, restore, run, may run, unneeded, which is what nothing \
            asks for now, or lost, which is what a pin keeps and nobody has. Files are what they are made from.

            EXAMPLES
              aurora graph | dot -Tsvg > graph.svg
              aurora graph intro --format mermaid       for a page of Markdown
              aurora graph --format json | jq -r 'select(.state == "run") | .action'
            """)

    /// How to print a graph.
    enum Format: String, CaseIterable, ExpressibleByArgument { case dot, mermaid, json }

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Scenes to draw (default: all).", completion: Completion.ids) var ids: [String] = []
    @Option(help: "dot (Graphviz), mermaid or json, one action a line.") var format = Format.dot

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let plan = try workspace.open(context).plannedGraph(ids: ids)
        let text =
            switch format {
            case .dot: GraphText(plan).dot
            case .mermaid: GraphText(plan).mermaid
            case .json: JSONText.graph(plan)
            }
        context.output.write(text)
        return .done
    }
}

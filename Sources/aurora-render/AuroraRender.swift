import CAuroraSystem
import Glibc
import RenderProtocol

/// The renderer's entry point: reads the command line, and hands over.
@main
struct AuroraRender {
    private static let help = """
        Usage: aurora-render --request FILE --result FILE [--shapes FILE]
               aurora-render --bench --request FILE
               aurora-render --check | --version | --help

        Carries out one request, a JSON document, and writes the answer to the result file: the facts of what was
        made, or why it could not be made. Progress goes to standard output as JSON lines. Paths in a request are
        relative to the current folder. The engine is $AURORA_ENGINE_DIR, else PREFIX/share/aurora/engine of
        an installed PREFIX/libexec/aurora/aurora-render, else ~/.local/share/aurora/engine; `make setup` installs it.

          --shapes FILE   also write the shapes of the mouth as lines of time, tab, class
          --check         say whether every library and model is there and right
          --bench         make the video of a request twice, once only encoding it again, and print what each costs

        Exit status: 0 if an answer was written, 1 if it could not be written, 2 if the command line is wrong.

        """

    static func main() async {
        // Whoever started this may be killed: a renderer that nobody waits for must not go on.
        _ = aurora_die_with_parent()
        switch Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
        case .help: StandardOutput.write(help)
        case .check: exit(EngineCheck().run())
        case .version: StandardOutput.write("aurora-render \(EngineVersion.current)\n")
        case .render(let request, let result, let shapes):
            exit(await OneShot(requestPath: request, resultPath: result, shapesPath: shapes).run())
        case .bench(let request): exit(await Bench(requestPath: request).run())
        case .wrong(let problem):
            StandardOutput.complain("aurora-render: \(problem)\nTry `aurora-render --help`.\n")
            exit(2)
        }
    }
}

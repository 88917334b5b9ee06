import CAuroraSystem
import Glibc
import RenderProtocol

/// The renderer's entry point: reads the command line, and hands over.
@main
struct AuroraRender {
    private static let help = """
        Usage: aurora-render --request FILE --result FILE [--timeline FILE] [--frames FILE] [--mouth sounds|loudness]
               aurora-render --visemes SOUND [--transcript FILE] [--format tsv|json]
               aurora-render --bench --request FILE
               aurora-render --check | --version | --help

        Carries out one request, a JSON document, and writes the answer to the result file: the facts of what was
        made, or why it could not be made. Progress goes to standard output as JSON lines. Paths in a request are
        relative to the current folder. The engine is $AURORA_ENGINE_DIR, else PREFIX/share/aurora/engine of
        an installed PREFIX/libexec/aurora/aurora-render, else ~/.local/share/aurora/engine; `make setup` installs it.

          --visemes SOUND   write the shapes of the mouth for a sound, as a video shows them, to standard output;
                            docs/visemes.md describes the columns
          --transcript FILE the words that are said, which the shapes then follow more exactly
          --timeline FILE   write those of the request's video to a file
          --frames FILE     write the video's frames as they are before they are encoded (YUV4MPEG2)
          --mouth loudness  let the mouth open as far as the sound is loud, whatever is said: a control for measuring
          --format tsv|json a line for each shape (tsv), or all that is known, with the curves that are drawn (json)
          --check           say whether every library and model is there and right
          --bench           make the video of a request twice, once only encoding it again, and print what each costs

        Exit status: 0 if an answer was written, 1 if it could not be, 2 if the command line is wrong.

        """

    static func main() async {
        // Whoever started this may be killed: a renderer that nobody waits for must not go on.
        _ = aurora_die_with_parent()
        switch Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
        case .help: StandardOutput.write(help)
        case .check: exit(EngineCheck().run())
        case .version: StandardOutput.write("aurora-render \(EngineVersion.current)\n")
        case .render(let path, let result, let measuring):
            let request = read(path)
            Confinement(for: request, results: [result] + measuring.files).apply()
            exit(await OneShot(request: request, resultPath: result, measuring: measuring).run())
        case .visemes(let sound, let transcript, let format):
            Confinement(reading: [sound] + (transcript.map { [$0] } ?? [])).apply()
            exit(await VisemeExport(soundPath: sound, transcriptPath: transcript, format: format).run())
        case .bench(let path):
            let request = read(path)
            Confinement(for: request, results: []).apply()
            exit(await Bench(request: request).run())
        case .wrong(let problem):
            StandardOutput.complain("aurora-render: \(problem)\nTry `aurora-render --help`.\n")
            exit(2)
        }
    }

    /// The request in a file; ends the process if there is none.
    private static func read(_ path: String) -> RenderRequest {
        switch OneShot.read(path) {
        case .success(let request): return request
        case .failure(let problem):
            StandardOutput.complain("aurora-render: \(problem.text)\n")
            exit(2)
        }
    }
}

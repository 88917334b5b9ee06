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
               aurora-render --serve
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
          --serve           carry out the requests of standard input, a JSON document a line, until it ends; answers
                            are written to the folder that each names
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
        case .serve:
            // Here and not behind an `await`, which would begin threads: each request is carried out in a copy of this
            // process, and only a copy gets past the next line.
            let errand = Host.serve()
            await carryOut(errand)
        case .bench(let path):
            let request = read(path)
            Confinement(for: request, results: []).apply()
            exit(await Bench(request: request).run())
        case .wrong(let problem):
            StandardOutput.complain("aurora-render: \(problem)\nTry `aurora-render --help`.\n")
            exit(2)
        }
    }

    /// Does what a copy of a host is to do, and ends it.
    private static func carryOut(_ errand: Host.Errand) async -> Never {
        switch errand {
        case .request(let request, let engine, let portrait):
            Confinement(for: request, results: [HostOrder.resultName]).apply()
            var order = OneShot(request: request, resultPath: HostOrder.resultName, measuring: .none)
            order.engine = engine
            order.portrait = portrait
            // At once: what other parts have to say at the end of a process is the host's to say.
            _exit(await order.run())
        case .picture(let errand): _exit(errand.run())
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

import AuroraBuild
import AuroraCaptions
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace
import FoundationEssentials
import RenderProtocol

/// Makes caption files, of word times or of other captions. Free, and done in this process.
struct CaptionsProvider: Provider {
    let staging: Staging

    /// Raised with every change that can change a byte of what is made.
    static let engine = "1"
    static let model = "aurora-captions"

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        guard case .captions(let work) = request.action.work else { preconditionFailure("another provider's work") }
        return try await staging.during { folder in
            let cues =
                switch work.source {
                case .words: try Self.cues(of: try staging.copy("words", of: request, to: folder), in: folder, work)
                case .file(let file):
                    try Self.cues(in: try staging.copy("captions", of: request, to: folder), of: folder, file)
                }
            let text =
                switch work.format {
                case .srt: CaptionWriter.srt(cues)
                case .vtt: CaptionWriter.vtt(cues)
                }
            let output = Paths.join(folder, "made.\(work.format.rawValue)")
            try Files.write(Array(text.utf8), to: output)
            return ProvidedFile(path: output, media: nil, cost: .zero)
        }
    }

    private static func cues(of words: String, in folder: String, _ work: Captions) throws -> [Cue] {
        let path = Paths.join(folder, words)
        let times = try JSONDecoder().decode(WordTimes.self, from: Data(try Files.read(path)))
        try Files.remove(path)
        return CaptionLayout(lineLength: work.lineLength, lines: work.lines).cues(
            of: times.words.map { word in
                AuroraCaptions.TimedWord(
                    word.text, hasSpaceBefore: word.spaceBefore, startMilliseconds: word.startMilliseconds,
                    endMilliseconds: word.endMilliseconds, endsLine: word.endsLine)
            })
    }

    private static func cues(in copy: String, of folder: String, _ file: InputFile) throws -> [Cue] {
        let path = Paths.join(folder, copy)
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        try Files.remove(path)
        do throws(CaptionReader.Problem) { return try CaptionReader.cues(text) } catch {
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            let line = lines.dropFirst(error.line - 1).first.map { PrintableText.sanitized(String($0.prefix(200))) }
            throw DiagnosticsError([
                Diagnostic(
                    error.text, at: SourceSpan(file: file.path, line: error.line, column: 1, text: line),
                    hint: "captions are blocks of a line with times, as `00:00:01,000 --> 00:00:02,500`, the lines to "
                        + "show, and an empty line")
            ])
        }
    }
}

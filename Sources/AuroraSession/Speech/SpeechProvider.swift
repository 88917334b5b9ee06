import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace

/// Speaks texts with eSpeak NG, as a program. Free.
struct SpeechProvider: Provider {
    let synthesizer: Synthesizer
    let commands: CommandRunner
    let staging: Staging

    /// Words a minute at the voice's own pace, as the program counts them.
    private static let usualPace = 175

    func objections(to action: Action) -> [Diagnostic] {
        guard case .speech(let work) = action.work else { return [] }
        guard synthesizer.path != nil else {
            return [
                Diagnostic(
                    "speech needs the program `\(Synthesizer.program)`, which is not in PATH", at: work.speech.span,
                    hint: "install it with `apt-get install \(Synthesizer.program)`")
            ]
        }
        let voice = work.speech.voice
        guard !synthesizer.has(voice.value) else { return [] }
        let languages = Set(synthesizer.voices.map(\.language)).sorted()
        let nearest = Wording.nearest(to: voice.value, among: languages)
        return [
            Diagnostic(
                "there is no voice `\(voice.value)`", at: voice.span ?? work.speech.span,
                notes: ["there are \(languages.joined(separator: ", "))"],
                hint: nearest.map { "did you mean `\($0)`?" } ?? "choose one of them")
        ]
    }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        guard case .speech(let work) = request.action.work else { preconditionFailure("another provider's work") }
        progress(ActionProgress(stage: "speaking", fraction: nil))
        return try await staging.during { folder in
            try Files.write(Array((work.speech.text.text + "\n").utf8), to: Paths.join(folder, "text.txt"))
            let ending = try await speak(work.speech, in: folder)
            let sound = Paths.join(folder, "speech.wav")
            let size = try FileFacts.of(sound)?.size ?? 0
            guard ending.how == .exited(0), size > 44 else { throw failure(work.speech, ending) }
            try Files.remove(Paths.join(folder, "text.txt"))
            return ProvidedFile(path: sound, media: nil, cost: .zero)
        }
    }

    private func speak(_ speech: SpeechText, in folder: String) async throws -> Warden.Ending {
        guard let path = synthesizer.path else { throw DiagnosticsError([Self.gone(speech)]) }
        let pace = (Self.usualPace * speech.rateHundredths + 50) / 100
        let job = Warden.Job(
            folder: folder, program: path,
            arguments: [
                Synthesizer.program, "-b", "1", "-v", speech.voice.value, "-s", "\(pace)", "-f", "text.txt",
                "-w", "speech.wav",
            ],
            variables: ["LC_ALL": "C", "HOME": folder], seconds: 600,
            limits: Warden.Limits(cpuSeconds: 600, openFiles: 256, fileBytes: 1 << 30, memoryBytes: 1 << 34))
        do { return try await commands.warden.run(job) } catch is Warden.Failure {
            throw DiagnosticsError([Self.gone(speech)])
        }
    }

    private func failure(_ speech: SpeechText, _ ending: Warden.Ending) -> DiagnosticsError {
        DiagnosticsError([
            Diagnostic(
                "the text could not be spoken", at: speech.span, notes: CommandProvider.lines(ending.tail),
                hint: "try another voice, or say it in other words")
        ])
    }

    private static func gone(_ speech: SpeechText) -> Diagnostic {
        Diagnostic(
            "the program `\(Synthesizer.program)` cannot be run", at: speech.span,
            hint: "install it again with `apt-get install --reinstall \(Synthesizer.program)`")
    }
}

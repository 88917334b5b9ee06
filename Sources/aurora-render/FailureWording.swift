import RenderCodec
import RenderFace
import RenderFrames
import RenderInference
import RenderProtocol
import RenderSpeech

/// The one place where this program's errors become words, and are laid at somebody's door.
enum FailureWording {
    static let unfittingTranscript = "the transcript does not fit the sound, so the shapes follow the sound alone"

    static func failure(for error: any Error) -> RenderFailure {
        switch error {
        case let error as PortraitError: failure(for: error)
        case SoundError.unreadable(let cause):
            failure(.audio, "the sound", cause, hint: "use a WAV, MP3, FLAC, Ogg or M4A file")
        case SoundError.unsuitable(.silent(let peak)):
            RenderFailure(
                subject: .audio,
                problem: "the sound is silent: its loudest moment is at \(Int(peak.rounded())) dB of full scale",
                hint: "check that the recording has speech in it, or make it louder")
        case ExcerptError.beyondEnd(let seconds):
            RenderFailure(
                subject: .settings, problem: "the video is only \((seconds * 10).rounded() / 10) s long",
                hint: "ask for an earlier moment")
        case AlignmentError.noWords:
            RenderFailure(
                subject: .settings, problem: "there is no word in the transcript",
                hint: "write down what is said in the sound")
        case AlignmentError.unfitting(let fit):
            RenderFailure(
                subject: .audio, problem: "the transcript does not fit the sound",
                hint: "give the words that are said in it, or captions of your own",
                notes: ["of its sounds and those that were heard, \(Int((fit * 100).rounded())) % agree"])
        case DerivationError.beyondEnd(let seconds):
            RenderFailure(
                subject: .settings, problem: "the video is only \((seconds * 10).rounded() / 10) s long",
                hint: "choose an earlier moment")
        case DerivationError.unreadable(let cause): failure(.video, "the video", cause, hint: nil)
        case DerivationError.captions(let cause):
            failure(.captions, "the file of captions", cause, hint: "use a WebVTT or SRT file")
        case DerivationError.color(let color):
            RenderFailure(
                subject: .captions, problem: "`\(color)` is no colour", hint: "write one as `#ffcc00`")
        case let error as ReelError: failure(for: error)
        case MarkError.brand(let cause):
            failure(.brand, "the picture", cause, hint: "use a PNG, JPEG, WebP or BMP file")
        case let error as TextError: failure(for: error)
        case DerivationError.unwritable(let cause): failure(.output, "the file", cause, hint: nil)
        case let error as InferenceError:
            RenderFailure(subject: .engine, problem: error.problem, hint: error.hint)
        case let error as SafetyError: failure(for: error)
        case let error as SettingsError:
            RenderFailure(subject: .settings, problem: error.problem, hint: error.hint)
        case let error as CodecError: failure(.output, "the video", error, hint: nil)
        case is CancellationError: RenderFailure(subject: .engine, problem: "the renderer was interrupted")
        default: RenderFailure(subject: .engine, problem: "the renderer failed: \(error)")
        }
    }

    private static func failure(for error: PortraitError) -> RenderFailure {
        switch error {
        case .unreadable(let cause): failure(.image, "the picture", cause, hint: "use a PNG, JPEG, WebP or BMP file")
        case .elongated(let width, let height):
            RenderFailure(
                subject: .image, problem: "the picture is \(width) x \(height), longer than four times its short side",
                hint: "cut it closer to the person")
        case .unsuitable(.inference(let cause)): failure(for: cause)
        case .unsuitableChoice(.inference(let cause)): failure(for: cause)
        case .unsuitableChoice(let cause):
            RenderFailure(subject: .face, problem: "the picture cannot speak: \(cause.description)", hint: cause.hint)
        case .unsuitable(let cause):
            RenderFailure(subject: .image, problem: "the picture cannot speak: \(cause.description)", hint: cause.hint)
        }
    }

    private static func failure(for error: ReelError) -> RenderFailure {
        switch error.subject {
        case .music:
            return failure(.music, "the music", error.cause, hint: "use a WAV, MP3, FLAC, Ogg or M4A file")
        case .part(let index):
            var result = failure(.part, "this part", error.cause, hint: nil)
            result.part = index
            return result
        }
    }

    private static func failure(for error: TextError) -> RenderFailure {
        switch error {
        case .noLibrary(let words):
            RenderFailure(
                subject: .engine, problem: "what draws captions cannot be opened: \(words)",
                hint: "install the package libass9")
        case .noFont:
            RenderFailure(subject: .font, problem: "it is no font", hint: "use a TrueType or OpenType file")
        case .unreadableFont(let cause): failure(.font, "the font", cause, hint: nil)
        case .undrawable(let characters, let package):
            RenderFailure(
                subject: .captions,
                problem: "no font here has " + characters.prefix(8).map { "`\($0)`" }.joined(separator: " ")
                    + (characters.count > 8 ? " and \(characters.count - 8) more" : ""),
                hint: package.map { "install the package \($0)" } ?? "name a font that has them, or leave them out")
        }
    }

    /// Told as the hosted API does, which marks what it flags with `NSFWContent`.
    private static func failure(for error: SafetyError) -> RenderFailure {
        switch error {
        case .unavailable(let cause):
            return RenderFailure(subject: .safety, problem: cause.problem, hint: cause.hint)
        case .flagged(let subject, let score, let limit):
            let notes = [
                "NSFWContent: true (nsfwContentDetected)",
                "its score is \(hundredths(score)) of 1; above \(hundredths(limit)), something is most likely not safe for work",
            ]
            switch subject {
            case .picture:
                return RenderFailure(
                    subject: .image, problem: "the picture is not safe for work", hint: "use another picture",
                    notes: notes)
            case .frame(let seconds):
                return RenderFailure(
                    subject: .safety, problem: "the video is not safe for work at \(hundredths(Float(seconds))) s",
                    hint: "use another picture, or another prompt", notes: notes)
            }
        }
    }

    /// With two digits behind the point.
    private static func hundredths(_ value: Float) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100).\(whole / 10 % 10)\(whole % 10)"
    }

    private static func failure(
        _ subject: RenderFailure.Subject, _ thing: String, _ error: CodecError, hint: String?
    ) -> RenderFailure {
        let problem =
            switch error.reason {
            case .unreadable: "\(thing) cannot be read"
            case .unsupported: "\(thing) is in a format that is not supported"
            case .corrupt: "\(thing) is damaged or cut off"
            case .tooLarge: "\(thing) is too large"
            case .unwritable: "\(thing) cannot be written"
            case .refused: "\(thing) cannot be processed"
            }
        let isFormat = error.reason == .unsupported || error.reason == .corrupt
        // FFmpeg's words about a format say less than the line above them.
        let detail = error.reason == .corrupt || isFormat && error.code != 0 ? "" : ": \(error.message)"
        let room = "free some space on that disk and run the same command again; nothing was lost"
        return RenderFailure(
            subject: subject, problem: problem + detail, hint: error.isDiskFull ? room : isFormat ? hint : nil)
    }
}

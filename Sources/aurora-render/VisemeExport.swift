import FoundationEssentials
import Glibc
import RenderFrames
import RenderInference
import RenderSpeech

/// How a movement of a mouth is written down.
enum VisemeFormat: String {
    case tsv, json
}

/// Writes the movement of the mouth for a sound, the very one that a video of it shows.
struct VisemeExport {
    let soundPath: String
    let transcriptPath: String?
    let format: VisemeFormat

    /// The exit status.
    func run() async -> Int32 {
        do {
            let transcript = try transcriptPath.map(Self.text)
            let speech = try await Speech.read(soundPath, transcript: transcript, engine: EngineFolder.locate())
            if case .soundDespiteTranscript = speech.recognition.basis {
                StandardOutput.complain("warning: \(FailureWording.unfittingTranscript)\n")
            }
            StandardOutput.write(try VisemeDocument(speech).text(format))
            return 0
        } catch let problem as UnreadableTranscript {
            StandardOutput.complain("error: \(problem.path) cannot be read as text\n")
            return 1
        } catch {
            let failure = FailureWording.failure(for: error)
            StandardOutput.complain("error: \(failure.problem)\n  --> \(soundPath)\n")
            if let hint = failure.hint { StandardOutput.complain("hint: \(hint)\n") }
            return 1
        }
    }

    private struct UnreadableTranscript: Error {
        let path: String
    }

    private static func text(_ path: String) throws(UnreadableTranscript) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: path)), let text = String(data: data, encoding: .utf8)
        else {
            throw UnreadableTranscript(path: path)
        }
        return text
    }
}

/// What is written about a sound. `docs/visemes.md` describes it for those who read it.
struct VisemeDocument: Encodable {
    /// Raised when a member changes its meaning or goes.
    private static let version = 1

    private struct Viseme: Encodable {
        let start: Double
        let end: Double
        let viseme: String
        let opening: Double
        let rounding: Double
    }

    private struct Phone: Encodable {
        let start: Double
        let end: Double
        let phone: String
    }

    private struct Curves: Encodable {
        let jaw: [Double]
        let pucker: [Double]
        let wide: [Double]
        let upperLip: [Double]
        let lowerLip: [Double]
        let tuck: [Double]
        let press: [Double]
        let tongue: [Double]
    }

    private struct Phrase: Encodable {
        let start: Double
        let end: Double
        let finalRise: Double
        let voicedShare: Double
    }

    private struct ProsodyCurves: Encodable {
        let activity: [Double]
        let loudness: [Double]
        let emphasis: [Double]
        let pitch: [Double]
    }

    private let version = Self.version
    private let durationSeconds: Double
    private let stepSeconds = 1 / Double(VisemeTimeline.stepsPerSecond)
    private let visemes: [Viseme]
    private let phones: [Phone]
    private let curves: Curves
    private let phrases: [Phrase]
    private let prosody: ProsodyCurves
    /// What the shapes rest on: `sound`, or `transcript` with its fit; `sound` with a fit if it did not fit.
    private let basis: String
    private let fit: Double?

    init(_ speech: Speech) {
        durationSeconds = Self.rounded(Float(speech.durationSeconds))
        visemes = speech.visemes.visemes.map {
            Viseme(
                start: $0.start, end: $0.end, viseme: $0.viseme.rawValue, opening: Self.rounded($0.opening),
                rounding: Self.rounded($0.rounding))
        }
        phones = speech.recognition.phonemes.map {
            Phone(
                start: Self.rounded(Float($0.start)), end: Self.rounded(Float($0.end)), phone: $0.phoneme.symbol)
        }
        switch speech.recognition.basis {
        case .sound: (basis, fit) = ("sound", nil)
        case .transcript(let share): (basis, fit) = ("transcript", Self.rounded(share))
        case .soundDespiteTranscript(let share): (basis, fit) = ("sound", Self.rounded(share))
        }
        let rate = Double(Prosody.stepsPerSecond)
        phrases = speech.prosody.phrases.map {
            Phrase(
                start: Double($0.steps.lowerBound) / rate, end: Double($0.steps.upperBound) / rate,
                finalRise: Self.rounded($0.finalRise), voicedShare: Self.rounded($0.voicedShare))
        }
        prosody = ProsodyCurves(
            activity: speech.prosody.activity.map(Self.rounded), loudness: speech.prosody.loudness.map(Self.rounded),
            emphasis: speech.prosody.emphasis.map(Self.rounded), pitch: speech.prosody.pitch.map(Self.rounded))
        let shapes = speech.visemes.shapes
        func curve(_ channel: (MouthShape) -> Float) -> [Double] { shapes.map { Self.rounded(channel($0)) } }
        curves = Curves(
            jaw: curve(\.jaw), pucker: curve(\.pucker), wide: curve(\.wide), upperLip: curve(\.upperLip),
            lowerLip: curve(\.lowerLip), tuck: curve(\.tuck), press: curve(\.press), tongue: curve(\.tongue))
    }

    func text(_ format: VisemeFormat) throws -> String {
        switch format {
        case .tsv: return tabSeparated
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }

    /// A line a viseme. Its last line is only the end of the clip.
    private var tabSeparated: String {
        var lines = ["time\tviseme\topening\trounding"]
        for viseme in visemes {
            lines.append(
                "\(Self.hundredths(viseme.start))\t\(viseme.viseme)\t\(Self.hundredths(viseme.opening))"
                    + "\t\(Self.hundredths(viseme.rounding))")
        }
        lines.append("\(Self.hundredths(visemes.last?.end ?? 0))\tSIL\t0.00\t0.00")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rounded(_ value: Float) -> Double { (Double(value) * 1000).rounded() / 1000 }

    private static func hundredths(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

package import RenderInference

/// What tells how likely a picture is not safe for work, 0…1. `SafetyModel` is the one there is.
package protocol SafetyClassifier {
    /// Throws `.failed`.
    func probability(_ values: [Float]) throws(InferenceError) -> Float
}

extension SafetyModel: SafetyClassifier {}

/// Why nothing is made that was to be checked.
package enum SafetyError: Error, Equatable, Sendable {
    /// Something is not safe for work: its score, and the limit, 0…1.
    case flagged(SafetySubject, score: Float, limit: Float)
    /// Nothing can be checked.
    case unavailable(InferenceError)
}

/// What is looked at.
package enum SafetySubject: Equatable, Sendable {
    /// The portrait.
    case picture
    /// The frame of the video that is shown at a moment.
    case frame(seconds: Double)
}

/// Looks at a picture and frames, and stops at the first that is not safe for work. Used by one thread at a time.
package final class SafetyInspection {
    /// Which frames of a video are looked at.
    package enum Frames: Sendable, CaseIterable {
        /// The first, the one in the middle and the last, as the hosted API does with `fast`.
        case ends
        /// Five a second, and the last. Nothing comes and goes in a talking head within a fifth of a second: a frame's
        /// score differs from that of the nearest one looked at by a few thousandths (docs/safety.md).
        case fiveASecond

        /// The numbers of the frames, rising, of a video of `count` frames, at least one.
        package func numbers(count: Int, framesPerSecond: Int) -> [Int] {
            switch self {
            case .ends: [0, count / 2, count - 1].uniqued
            case .fiveASecond:
                (Array(stride(from: 0, to: count, by: max(framesPerSecond / 5, 1))) + [count - 1]).uniqued
            }
        }
    }

    /// A score above this is flagged: "highly probable to be not safe for work" in the words of open_nsfw's authors,
    /// whose scores below 0.2 are "likely to be safe" (README of github.com/yahoo/open_nsfw).
    ///
    /// Whoever changes it, or the model, raises `EngineVersion.revision`: what was checked before is to be checked again.
    package static let limit: Float = 0.8

    package let frames: Frames
    let classifier: any SafetyClassifier
    /// Makes another classifier that gives the same scores, for a second thread; nil if there is but the one.
    let another: (@Sendable () throws(SafetyError) -> any SafetyClassifier)?
    let limit: Float
    /// Pictures and frames that were looked at, and the highest score among them.
    package private(set) var lookedAt = 0
    package private(set) var highestScore: Float = 0

    package init(
        _ frames: Frames, _ classifier: any SafetyClassifier, limit: Float = SafetyInspection.limit,
        another: (@Sendable () throws(SafetyError) -> any SafetyClassifier)? = nil
    ) {
        self.frames = frames
        self.classifier = classifier
        self.limit = limit
        self.another = another
    }

    /// With the model of an engine folder. Throws `.unavailable`.
    package convenience init(_ frames: Frames, engine: EngineFolder) throws(SafetyError) {
        let make: @Sendable () throws(SafetyError) -> any SafetyClassifier = { () throws(SafetyError) in
            do throws(InferenceError) { return try SafetyModel(engine) } catch { throw .unavailable(error) }
        }
        self.init(frames, try make(), another: make)
    }

    /// Throws `.flagged` for what is not safe for work, and `.unavailable`.
    package func look(at input: ClassifierInput, _ subject: SafetySubject) throws(SafetyError) {
        try take(try Self.score(of: input, by: classifier), of: subject)
    }

    static func score(of input: ClassifierInput, by classifier: any SafetyClassifier) throws(SafetyError) -> Float {
        do throws(InferenceError) { return try classifier.probability(input.values) } catch {
            throw .unavailable(error)
        }
    }

    /// Takes a score into account; the scores of a video in the order of its frames. Throws `.flagged`.
    func take(_ score: Float, of subject: SafetySubject) throws(SafetyError) {
        lookedAt += 1
        highestScore = max(highestScore, score)
        // Written so that what is no number does not pass.
        guard score <= limit else { throw .flagged(subject, score: score, limit: limit) }
    }
}

extension [Int] {
    /// Each number of a rising list once.
    fileprivate var uniqued: [Int] {
        var result: [Int] = []
        for number in self where number != result.last { result.append(number) }
        return result
    }
}

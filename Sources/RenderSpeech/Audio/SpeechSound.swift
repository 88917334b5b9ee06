package import RenderMedia
import Synchronization

/// A sound at 16 kHz, mixed to one channel, that is heard once from its beginning to its end, a window at a time.
///
/// Whoever is free takes the next window. What prosody needs is gathered meanwhile, so no more than a window and a little
/// is held of the sound itself.
package final class SpeechSound: Sendable {
    /// A window and what is heard in it.
    struct Heard: Sendable {
        /// Counted from 0.
        let number: Int
        let window: SpeechWindows.Window
        let samples: [Float]
    }

    private struct State {
        let source: (Int) throws -> [Float]
        var tail = SampleTail()
        var isOver = false
        var nextWindow = 0
        var loudness = LoudnessTrack()
        var pitch = PitchTracker()

        mutating func read(upTo end: Int) throws {
            while !isOver, tail.end < end {
                let samples = try source(SpeechSound.piece)
                isOver = samples.count < SpeechSound.piece
                tail.append(samples)
                loudness.append(samples)
                pitch.append(samples)
            }
        }
    }

    private let state: Mutex<State>
    /// Samples that are asked for at a time.
    private static let piece = SpeechWindows.sampleRateHz

    /// `read` gives the next samples, as many as it is asked for, fewer only at the end.
    package init(reading read: sending @escaping (Int) throws -> [Float]) {
        state = Mutex(State(source: read))
    }

    /// A sound in memory.
    package convenience init(_ clip: AudioClip) {
        precondition(clip.sampleRateHz == SpeechWindows.sampleRateHz, "speech is heard at 16 kHz")
        var rest = clip.samples[...]
        self.init { count in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }

    /// The next window, nil after the last. Throws what reading the sound throws.
    func nextWindow() throws -> Heard? {
        try state.withLock { state in
            let start = state.nextWindow * SpeechWindows.stepSamples
            try state.read(upTo: start + SpeechWindows.stepSamples + SpeechWindows.marginSamples)
            guard start < state.tail.end else { return nil }
            let window = SpeechWindows.window(from: start, soundCount: state.tail.end)
            let there = window.heard.clamped(to: 0..<state.tail.end)
            let samples =
                [Float](repeating: 0, count: there.lowerBound - window.heard.lowerBound) + state.tail[there]
                + [Float](repeating: 0, count: window.heard.upperBound - there.upperBound)
            defer { state.nextWindow += 1 }
            state.tail.drop(before: start + SpeechWindows.stepSamples - SpeechWindows.marginSamples)
            return Heard(number: state.nextWindow, window: window, samples: samples)
        }
    }

    /// How all of it is said. Reads what nobody has heard. Throws `SpeechError.silent`, and what reading the sound throws.
    package func prosody() throws -> Prosody {
        try state.withLock { state in
            while !state.isOver {
                try state.read(upTo: state.tail.end + Self.piece)
                state.tail.drop(before: state.tail.end)
            }
            return try Prosody(state.loudness, state.pitch)
        }
    }
}

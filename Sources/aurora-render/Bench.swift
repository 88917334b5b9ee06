import Glibc
import RenderCodec
import RenderFrames
import RenderInference
import RenderMedia
import RenderProtocol

/// Measures, in one run, what rendering costs against encoding the same frames alone.
struct Bench {
    let request: RenderRequest

    /// The exit status.
    func run() async -> Int32 {
        do {
            guard case .talkingHead(let head) = request.task else {
                StandardOutput.complain("aurora-render: only a talking head can be measured\n")
                return 2
            }
            try await measure(TalkingHead(head))
            return 0
        } catch {
            StandardOutput.complain("aurora-render: \(FailureWording.failure(for: error).problem)\n")
            return 1
        }
    }

    private func measure(_ head: TalkingHead) async throws {
        let engine = try EngineFolder.locate()
        let path = "\(head.outputPath).bench.mp4"
        defer { unlink(path) }
        let start = Stopwatch()
        let portrait = try Portrait.read(head.imagePath, face: head.face, shortSide: head.shortSide, engine: engine)
        let speech = try await head.speech(engine)
        let renderer = portrait.renderer(head.picture)
        let poses = head.poses(of: portrait, speech)
        let analysis = start.lap()
        let rendering = try encode(head, portrait, speech, path) { frame, canvas in
            renderer.draw(poses.pose(ofFrame: frame), seenIn: poses.view(ofFrame: frame), on: &canvas)
        } canvas: {
            FrameCanvas(renderer.layers)
        }
        // The same frames again, drawn beforehand a stretch at a time, so that only encoding is measured.
        var encoding = Stopwatch.Reading(wall: 0, processor: 0)
        let writer = try VideoWriter(path, settings: head.settings(of: portrait), sound: head.sound())
        var canvas = FrameCanvas(renderer.layers)
        for first in stride(from: 0, to: poses.frameCount, by: 50) {
            var frames: [VideoFrame] = []
            for frame in first..<min(first + 50, poses.frameCount) {
                renderer.draw(poses.pose(ofFrame: frame), seenIn: poses.view(ofFrame: frame), on: &canvas)
                frames.append(canvas.frame)
            }
            let watch = Stopwatch()
            for frame in frames { try writer.append(frame) }
            encoding = encoding + watch.lap()
        }
        let watch = Stopwatch()
        try writer.finish()
        encoding = encoding + watch.lap()
        report(analysis, rendering, encoding, seconds: speech.durationSeconds, frames: poses.frameCount)
    }

    private func encode(
        _ head: TalkingHead, _ portrait: Portrait, _ speech: Speech, _ path: String,
        draw: (Int, inout FrameCanvas) -> Void, canvas: () -> FrameCanvas
    ) throws -> Stopwatch.Reading {
        let watch = Stopwatch()
        let writer = try VideoWriter(path, settings: head.settings(of: portrait), sound: head.sound())
        var canvas = canvas()
        for frame in 0..<speech.frameCount(framesPerSecond: head.framesPerSecond) {
            draw(frame, &canvas)
            try writer.append(canvas.frame)
        }
        try writer.finish()
        return watch.lap()
    }

    private func report(
        _ analysis: Stopwatch.Reading, _ rendering: Stopwatch.Reading, _ encoding: Stopwatch.Reading, seconds: Double,
        frames: Int
    ) {
        func shown(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
        let perFrame = 1000 * rendering.processor / Double(frames)
        StandardOutput.write(
            """
            clip                  \(shown(seconds)) s, \(frames) frames
            analysis              \(shown(analysis.wall)) s, \(shown(analysis.processor)) s of CPU
            render and encode     \(shown(rendering.wall)) s, \(shown(rendering.processor)) s of CPU, \(shown(perFrame)) ms a frame
            encode alone          \(shown(encoding.wall)) s, \(shown(encoding.processor)) s of CPU
            CPU ratio             \(shown(rendering.processor / encoding.processor)) (goal 1.4)
            speed                 \(shown(seconds / rendering.wall)) x real time, analysis apart (goal 7)
            \n
            """)
    }
}

/// Wall and processor time since it was made.
private struct Stopwatch {
    struct Reading {
        /// Seconds.
        let wall: Double
        /// Seconds of all threads.
        let processor: Double

        static func + (left: Self, right: Self) -> Self {
            Self(wall: left.wall + right.wall, processor: left.processor + right.processor)
        }
    }

    private let start = Self.now()

    func lap() -> Reading {
        let end = Self.now()
        return Reading(wall: end.wall - start.wall, processor: end.processor - start.processor)
    }

    private static func now() -> Reading {
        Reading(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

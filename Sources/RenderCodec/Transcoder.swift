import CFFmpeg
import Glibc
internal import RenderMedia

/// Encodes a finished video again, for a container that does not take its codecs.
package enum Transcoder {
    private static let operation = "read the video"
    /// What was encoded once already: better than most ask for, so that the second time does not show.
    package static let quality = 90

    /// Writes the video at `path` in another container and its codecs, whole or not at all. The same file gives the
    /// same bytes. `progress` is told the frames done and in all.
    ///
    /// `facts` are the video's. Throws `.unreadable`, `.unsupported` (also for a frame rate that is no whole number of 1 to 60), `.corrupt`,
    /// `.tooLarge` for more sound than `AudioDecoder` takes, or `.unwritable`.
    package static func transcode(
        _ path: String, _ facts: VideoFacts, to output: String, container: VideoContainer,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws(CodecError) {
        guard (1...60).contains(facts.framesPerSecond), hasWholeRate(facts) else {
            throw CodecError(
                .unsupported, operation: operation, message: "its frame rate is no whole number of 1 to 60")
        }
        guard facts.width >= 2, facts.height >= 2 else {
            throw CodecError(.unsupported, operation: operation, message: "it is less than two pixels wide or high")
        }
        let settings = VideoSettings(
            width: facts.width & ~1, height: facts.height & ~1, framesPerSecond: facts.framesPerSecond,
            quality: quality, container: container)
        let rate = AudioEncoder.sampleRateHz
        let sound: SoundReader? =
            if facts.audioCodec == nil { nil } else { try SoundReader(path, sampleRateHz: rate, channels: .own) }
        let muxer = try Muxer(temporaryPath: "\(output).\(getpid()).partial", container: container)
        let video = try VideoEncoder(settings, muxer: muxer)
        let audio: AudioEncoder? =
            if let sound { try AudioEncoder(sound, codec: container.codec, muxer: muxer) } else { nil }
        try muxer.begin()
        var frameCount = 0
        try VideoDecoder.forEachFrame(of: path) { frame throws(CodecError) in
            try video.append(frame, to: muxer)
            frameCount += 1
            try audio?.append(upTo: frameCount * rate / settings.framesPerSecond, to: muxer)
            progress(frameCount, facts.frameCount)
        }
        guard frameCount > 0 else {
            throw CodecError(.corrupt, operation: operation, message: "there is no frame in it")
        }
        try video.finish(muxer)
        try audio?.finish(muxer)
        try muxer.finish(at: output)
    }

    /// Whether the frames last as long as they do at the rounded rate, to half a frame.
    private static func hasWholeRate(_ facts: VideoFacts) -> Bool {
        let expected = Double(facts.frameCount) / Double(facts.framesPerSecond)
        return abs(expected - facts.videoDurationSeconds) * Double(facts.framesPerSecond) <= 0.5
    }
}

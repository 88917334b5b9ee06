import CFFmpeg
import Glibc
internal import RenderMedia

/// Encodes a finished video again, for a container that does not take its codecs.
package enum Transcoder {
    private static let operation = "read the video"
    /// What was encoded once already: better than most ask for, so that the second time does not show.
    private static let quality = 90

    /// Writes the video at `path` as WebM: VP9 and Opus, whole or not at all. The same file gives the same bytes.
    ///
    /// Throws `.unreadable`, `.unsupported` (also for a frame rate that is no whole number of 1 to 60), `.corrupt`,
    /// `.tooLarge` for more sound than `AudioDecoder` takes, or `.unwritable`.
    package static func transcodeToWebM(_ path: String, to output: String) throws(CodecError) {
        let facts = try VideoInspector.inspect(path)
        guard (1...60).contains(facts.framesPerSecond), hasWholeRate(facts) else {
            throw CodecError(
                .unsupported, operation: operation, message: "its frame rate is no whole number of 1 to 60")
        }
        guard facts.width >= 2, facts.height >= 2 else {
            throw CodecError(.unsupported, operation: operation, message: "it is less than two pixels wide or high")
        }
        let settings = VideoSettings(
            width: facts.width & ~1, height: facts.height & ~1, framesPerSecond: facts.framesPerSecond,
            quality: quality)
        let rate = AudioEncoder.sampleRateHz
        let sound = facts.audioCodec == nil ? nil : try AudioDecoder.decodeTrack(path, sampleRateHz: rate)
        let codec = VideoCodec.vp9
        let muxer = try Muxer(temporaryPath: "\(output).\(getpid()).partial", container: codec.container)
        let video = try VideoEncoder(settings, codec: codec, muxer: muxer)
        let audio: AudioEncoder? = if let sound { try AudioEncoder(sound, codec: codec, muxer: muxer) } else { nil }
        try muxer.begin()
        var frameCount = 0
        try VideoDecoder.forEachFrame(of: path) { frame throws(CodecError) in
            try video.append(frame, to: muxer)
            frameCount += 1
            try audio?.append(upTo: frameCount * rate / settings.framesPerSecond, to: muxer)
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

import CFFmpeg
import Glibc
package import RenderMedia

/// How a video is written.
package struct VideoSettings: Sendable, Equatable {
    /// In pixels, both even.
    package let width: Int
    package let height: Int
    /// 1…60.
    package let framesPerSecond: Int
    /// 20…99, higher is better.
    package let quality: Int
    package let container: VideoContainer
    /// One that the container takes.
    package let codec: VideoCodec

    /// `codec` is what is usual in the container if nil.
    package init(
        width: Int, height: Int, framesPerSecond: Int, quality: Int, container: VideoContainer = .mp4,
        codec: VideoCodec? = nil
    ) {
        precondition(width > 0 && height > 0 && width % 2 == 0 && height % 2 == 0, "4:2:0 needs even sides")
        precondition((1...60).contains(framesPerSecond) && (20...99).contains(quality), "settings in their ranges")
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
        self.quality = quality
        self.container = container
        self.codec = codec ?? container.codec
    }
}

/// Writes a file of frames and their sound.
///
/// The same frames, sound and settings give the same bytes, whatever the machine's processors. The file is written
/// under a temporary name beside its place and appears there whole, when `finish` returns, or not at all.
/// `append` returns while the encoder's own threads still work on earlier frames.
package final class VideoWriter {
    private let path: String
    private let muxer: Muxer
    private let video: VideoEncoder
    private let audio: AudioEncoder?
    private let captions: CaptionStream?
    private let framesPerSecond: Int
    private var frameCount = 0

    /// The rate of every video's sound.
    package static let soundRateHz = AudioEncoder.sampleRateHz

    /// Begins a video at `path` whose sound is what is left of `sound`, which is not nothing and is at 48 kHz; a silent one
    /// if there is none. It is read as frames come; what that throws, adding frames throws. `captions` are embedded.
    ///
    /// Throws `.unwritable` if the folder cannot be written.
    package init(
        _ path: String, settings: VideoSettings, sound: SoundReader?, captions track: CaptionTrack? = nil
    ) throws(CodecError) {
        precondition(sound.map { $0.sampleRateHz == AudioEncoder.sampleRateHz } ?? true, "sound at 48 kHz")
        self.path = path
        framesPerSecond = settings.framesPerSecond
        muxer = try Muxer(temporaryPath: "\(path).\(getpid()).partial", container: settings.container)
        video = try VideoEncoder(settings, muxer: muxer)
        audio = if let sound { try AudioEncoder(sound, codec: settings.codec, muxer: muxer) } else { nil }
        captions =
            if let track { try CaptionStream(track, container: settings.container, muxer: muxer) } else { nil }
        try muxer.begin()
    }

    /// With a sound in memory.
    package convenience init(_ path: String, settings: VideoSettings, sound: SoundTrack) throws(CodecError) {
        precondition(sound.sampleCount > 0, "there is a sound")
        try self.init(path, settings: settings, sound: SoundReader(sound))
    }

    /// Adds the next frame, and the sound up to its end. The frame has the size of the settings.
    package func append(_ frame: VideoFrame) throws(CodecError) {
        try video.append(frame, to: muxer)
        frameCount += 1
        let seconds = Double(frameCount) / Double(framesPerSecond)
        try audio?.append(upTo: Int(seconds * Double(AudioEncoder.sampleRateHz)), to: muxer)
        try captions?.append(upTo: Int(seconds * 1000), to: muxer)
    }

    /// Writes what the encoders still hold and the rest of the sound, and moves the file to its place.
    ///
    /// Called once, after at least one frame. Throws `.unwritable`.
    package func finish() throws(CodecError) {
        precondition(frameCount > 0, "a video has a frame")
        try video.finish(muxer)
        try audio?.finish(muxer)
        try muxer.finish(at: path)
    }
}

import CFFmpeg
internal import RenderMedia

/// Encodes frames.
final class VideoEncoder {
    private let settings: VideoSettings
    private let context: CodecHandle
    private let stream: UnsafeMutablePointer<AVStream>
    private let frame: FrameHandle
    private var nextIndex: Int64 = 0

    /// Constant, because an encoder's bytes may depend on the number of its threads.
    private static let threadCount: Int32 = 2
    private static let operation = "encode the video"

    init(_ settings: VideoSettings, muxer: Muxer) throws(CodecError) {
        let codec = settings.codec
        guard let encoder = avcodec_find_encoder_by_name(codec.encoder) else {
            throw CodecError(.refused, operation: Self.operation, message: "FFmpeg was built without \(codec.encoder)")
        }
        self.settings = settings
        context = try CodecHandle(encoder)
        frame = try FrameHandle()
        let pointer = context.pointer
        let rate = Int32(settings.framesPerSecond)
        pointer.pointee.width = Int32(settings.width)
        pointer.pointee.height = Int32(settings.height)
        pointer.pointee.pix_fmt = codec.pixelFormat
        pointer.pointee.time_base = AVRational(num: 1, den: rate)
        pointer.pointee.framerate = AVRational(num: rate, den: 1)
        pointer.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        // A key frame every two seconds: seeking stays quick.
        pointer.pointee.gop_size = rate * 2
        pointer.pointee.thread_count = Self.threadCount
        pointer.pointee.color_range = AVCOL_RANGE_MPEG
        pointer.pointee.colorspace = AVCOL_SPC_BT709
        pointer.pointee.color_primaries = AVCOL_PRI_BT709
        pointer.pointee.color_trc = AVCOL_TRC_BT709
        pointer.pointee.chroma_sample_location = codec.chromaLocation
        pointer.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER))
        // Constant quality: libvpx takes another number for a limit.
        pointer.pointee.bit_rate = 0
        try context.open(Self.operation, options: codec.options(quality: settings.quality))
        stream = try muxer.addStream(context)
    }

    /// Encodes the next frame.
    func append(_ picture: VideoFrame, to muxer: Muxer) throws(CodecError) {
        precondition(
            picture.width == settings.width && picture.height == settings.height, "every frame has the video's size")
        try makeRoom()
        frame.set(picture)
        frame.pointer.pointee.pts = nextIndex
        nextIndex += 1
        try muxer.encode(frame.pointer, with: context, into: stream, duration: 1)
    }

    /// Encodes what is still held.
    func finish(_ muxer: Muxer) throws(CodecError) {
        try muxer.encode(nil, with: context, into: stream, duration: 1)
    }

    /// Gives the frame memory of its own, new if the encoder still holds the last.
    private func makeRoom() throws(CodecError) {
        if av_frame_is_writable(frame.pointer) > 0 { return }
        av_frame_unref(frame.pointer)
        frame.pointer.pointee.width = Int32(settings.width)
        frame.pointer.pointee.height = Int32(settings.height)
        frame.pointer.pointee.format = settings.codec.pixelFormat.rawValue
        // ProRes tells the colours of each frame.
        frame.pointer.pointee.colorspace = AVCOL_SPC_BT709
        frame.pointer.pointee.color_primaries = AVCOL_PRI_BT709
        frame.pointer.pointee.color_trc = AVCOL_TRC_BT709
        frame.pointer.pointee.color_range = AVCOL_RANGE_MPEG
        try FFmpeg.check(av_frame_get_buffer(frame.pointer, 0), Self.operation)
    }
}

import CFFmpeg
internal import RenderMedia

/// Encodes a sound: as AAC with FFmpeg's own encoder, as Opus with libopus, or as 24-bit PCM.
final class AudioEncoder {
    /// The rate of every video's sound.
    static let sampleRateHz = 48_000
    private static let bitsPerSecond: Int64 = 128_000
    private static let usualBlock = 1024
    private static let operation = "encode the sound"

    private let sound: SoundReader
    private let context: CodecHandle
    private let stream: UnsafeMutablePointer<AVStream>
    private let frame: FrameHandle
    private let format: AVSampleFormat
    private var position = 0
    /// What follows the last whole block, once it was read.
    private var rest: [[Float]]?

    init(_ sound: SoundReader, codec: VideoCodec, muxer: Muxer) throws(CodecError) {
        let name = codec.soundEncoder
        guard let encoder = avcodec_find_encoder_by_name(name) else {
            throw CodecError(
                .refused, operation: Self.operation, message: "FFmpeg was built without its encoder \(name)")
        }
        self.sound = sound
        format = codec.sampleFormat
        context = try CodecHandle(encoder)
        frame = try FrameHandle()
        let pointer = context.pointer
        pointer.pointee.sample_fmt = format
        pointer.pointee.sample_rate = Int32(Self.sampleRateHz)
        pointer.pointee.bit_rate = Self.bitsPerSecond
        pointer.pointee.time_base = AVRational(num: 1, den: Int32(Self.sampleRateHz))
        pointer.pointee.thread_count = 1
        pointer.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER))
        av_channel_layout_default(&pointer.pointee.ch_layout, Int32(sound.channelCount))
        try context.open(Self.operation)
        stream = try muxer.addStream(context)
    }

    /// Encodes whole blocks of the sound while they end at or before `sampleCount` samples.
    func append(upTo sampleCount: Int, to muxer: Muxer) throws(CodecError) {
        // PCM has no blocks of its own.
        let stated = Int(context.pointer.pointee.frame_size)
        let block = stated > 0 ? stated : Self.usualBlock
        while rest == nil, position + block <= sampleCount {
            let piece = try sound.read(block)
            if piece[0].count == block { try encode(piece, muxer) } else { rest = piece }
        }
    }

    /// Encodes the rest; the last block may be short.
    func finish(_ muxer: Muxer) throws(CodecError) {
        try append(upTo: .max, to: muxer)
        if let rest, !rest[0].isEmpty { try encode(rest, muxer) }
        try muxer.encode(nil, with: context, into: stream, duration: 0)
    }

    private func encode(_ channels: [[Float]], _ muxer: Muxer) throws(CodecError) {
        let count = channels[0].count
        av_frame_unref(frame.pointer)
        frame.pointer.pointee.nb_samples = Int32(count)
        frame.pointer.pointee.format = context.pointer.pointee.sample_fmt.rawValue
        frame.pointer.pointee.sample_rate = Int32(Self.sampleRateHz)
        av_channel_layout_default(&frame.pointer.pointee.ch_layout, Int32(channels.count))
        try FFmpeg.check(av_frame_get_buffer(frame.pointer, 0), Self.operation)
        // Some take left and right by turns, in one plane.
        switch format {
        case AV_SAMPLE_FMT_FLT: setPlane(0, Self.interleaved(channels))
        case AV_SAMPLE_FMT_S32: setPlane(0, Self.interleaved(channels).map(Self.whole))
        default: for (index, channel) in channels.enumerated() { setPlane(index, channel) }
        }
        frame.pointer.pointee.pts = Int64(position)
        position += count
        try muxer.encode(frame.pointer, with: context, into: stream, duration: 0)
    }

    private func setPlane<Sample>(_ index: Int, _ samples: [Sample]) {
        guard let target = aurora_frame_mutable_planes(frame.pointer)?[index] else {
            preconditionFailure("a frame with memory has planes")
        }
        samples.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: target, count: bytes.count).copyMemory(from: bytes)
        }
    }

    /// A sample of 24 bits, as the upper ones of 32.
    private static func whole(_ sample: Float) -> Int32 {
        Int32((min(max(sample, -1), 1) * 8_388_607).rounded()) << 8
    }

    private static func interleaved(_ channels: [[Float]]) -> [Float] {
        channels[0].indices.flatMap { index in channels.map { $0[index] } }
    }
}

import CFFmpeg

/// Brings decoded sound to a sample rate, to 32-bit floats, and to one or two channels.
final class Resampler {
    /// The form of decoded sound; a stream that changes it midway is refused.
    struct Form: Equatable {
        let sampleFormat: Int32
        let sampleRateHz: Int32
        let channelCount: Int32

        init(of frame: borrowing FrameHandle) {
            sampleFormat = frame.pointer.pointee.format
            sampleRateHz = frame.pointer.pointee.sample_rate
            channelCount = frame.pointer.pointee.ch_layout.nb_channels
        }
    }

    let form: Form
    let channelCount: Int
    private let pointer: OpaquePointer
    private static let operation = "resample the sound"
    /// Sample rates in hertz. A few samples at a lower one would be hours, and fill memory before anybody could count.
    private static let rates: ClosedRange<Int32> = 1000...768_000
    /// Twelve decibels over full scale: a recording in floats can be somewhat too loud. More is no sound, and the squares
    /// of what is far more are no numbers.
    private static let loudest: Float = 4

    /// From the form of `frame` to `channelCount` channels; more channels are mixed down as ITU-R BS.775 says.
    init(from frame: borrowing FrameHandle, sampleRateHz: Int, channelCount: Int) throws(CodecError) {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, Int32(channelCount))
        var made: OpaquePointer?
        let form = Form(of: frame)
        guard Self.rates.contains(form.sampleRateHz) else {
            throw CodecError(
                .unsupported, operation: Self.operation, message: "its sample rate is \(form.sampleRateHz) Hz")
        }
        let status = swr_alloc_set_opts2(
            &made, &layout, AV_SAMPLE_FMT_FLTP, Int32(sampleRateHz), &frame.pointer.pointee.ch_layout,
            AVSampleFormat(rawValue: form.sampleFormat), form.sampleRateHz, 0, nil)
        guard status >= 0, let made else { throw CodecError(status: status, operation: Self.operation) }
        pointer = made
        self.form = form
        self.channelCount = channelCount
        // Mixing down does not make louder: two equal channels give the same one.
        let raw = UnsafeMutableRawPointer(pointer)
        try FFmpeg.check(av_opt_set_double(raw, "rematrix_maxval", 1, 0), Self.operation)
        try FFmpeg.check(swr_init(pointer), Self.operation)
    }

    deinit {
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
    }

    /// Appends what `frame` gives to `channels`.
    func append(_ frame: borrowing FrameHandle, to channels: inout [[Float]]) throws(CodecError) {
        let planes = UnsafeMutableRawPointer(frame.pointer.pointee.extended_data)
        try convert(
            planes?.assumingMemoryBound(to: UnsafePointer<UInt8>?.self), frame.pointer.pointee.nb_samples,
            to: &channels)
    }

    /// Appends what is left inside after the last frame.
    func flush(to channels: inout [[Float]]) throws(CodecError) { try convert(nil, 0, to: &channels) }

    private func convert(
        _ planes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int32, to channels: inout [[Float]]
    ) throws(CodecError) {
        let room = Int(try FFmpeg.check(swr_get_out_samples(pointer, count), Self.operation))
        guard room > 0 else { return }
        var output = [Float](repeating: 0, count: room * channelCount)
        let status = output.withUnsafeMutableBytes { buffer in
            var targets = (0..<channelCount).map { channel in
                buffer.baseAddress.map { ($0 + channel * room * 4).assumingMemoryBound(to: UInt8.self) }
            }
            return swr_convert(pointer, &targets, Int32(room), planes, count)
        }
        let filled = Int(try FFmpeg.check(status, Self.operation))
        for channel in 0..<channelCount {
            let samples = output[channel * room..<channel * room + filled]
            guard samples.allSatisfy(\.isFinite) else {
                throw CodecError(
                    .corrupt, operation: Self.operation, message: "it holds samples that are no numbers")
            }
            channels[channel] += samples.lazy.map { min(max($0, -Self.loudest), Self.loudest) }
        }
    }
}

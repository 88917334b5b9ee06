import CFFmpeg
package import RenderMedia

/// Reads sound from files: WAV, MP3, FLAC, Ogg, M4A and others, told apart by content.
///
/// How long a sound is, is counted from what was decoded: a header may lie.
package enum AudioDecoder {
    /// Largest file that is read, in bytes.
    package static let fileLimit = 1 << 30
    /// Longest sound that is decoded.
    package static let durationLimitSeconds = 600

    fileprivate static let operation = "decode the sound"

    /// The sound in the file at `path`, mixed to one channel, at `sampleRateHz`.
    ///
    /// Throws `.unreadable`, `.unsupported`, `.tooLarge` (as soon as the limit is passed) or `.corrupt`.
    package static func decode(_ path: String, sampleRateHz: Int) throws(CodecError) -> AudioClip {
        let track = try decode(path, sampleRateHz: sampleRateHz) { _ in 1 }
        return AudioClip(samples: track.channels[0], sampleRateHz: sampleRateHz)
    }

    /// The sound in the file at `path` with its own channels, mixed to two if it has more, at `sampleRateHz`.
    ///
    /// Throws as `decode` does.
    package static func decodeTrack(_ path: String, sampleRateHz: Int) throws(CodecError) -> SoundTrack {
        try decode(path, sampleRateHz: sampleRateHz) { min($0, 2) }
    }

    private static func decode(
        _ path: String, sampleRateHz: Int, outputChannels: (Int) -> Int
    ) throws(CodecError) -> SoundTrack {
        try MediaFile.check(path, limit: fileLimit, operation: operation)
        let input = try MediaInput(path, operation: operation)
        let stream = try input.bestStream(AVMEDIA_TYPE_AUDIO, missing: "there is no sound in it")
        let decoder = try openDecoder(of: stream)
        let packet = try PacketHandle()
        let frame = try FrameHandle()
        let statedSeconds = input.statedSeconds(of: stream)
        var sink = SoundSink(sampleRateHz: sampleRateHz, expectedSeconds: statedSeconds ?? 0)
        while try input.read(into: packet) {
            guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
            try FFmpeg.check(avcodec_send_packet(decoder.pointer, packet.pointer), operation, otherwise: .corrupt)
            try drain(decoder, frame, into: &sink, outputChannels: outputChannels)
        }
        try FFmpeg.check(avcodec_send_packet(decoder.pointer, nil), operation, otherwise: .corrupt)
        try drain(decoder, frame, into: &sink, outputChannels: outputChannels)
        let track = try sink.finish()
        try checkWhole(track, statedSeconds: statedSeconds)
        return track
    }

    /// Throws `.corrupt` if much less was decoded than the file says it holds: some formats skip what is damaged.
    private static func checkWhole(_ track: SoundTrack, statedSeconds: Double?) throws(CodecError) {
        guard let statedSeconds, track.durationSeconds < statedSeconds * 0.98 - 0.5 else { return }
        throw CodecError(status: AURORA_AVERROR_INVALIDDATA, operation: operation)
    }

    private static func openDecoder(of stream: UnsafeMutablePointer<AVStream>) throws(CodecError) -> CodecHandle {
        guard let codec = avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id) else {
            throw CodecError(status: AURORA_AVERROR_DECODER_NOT_FOUND, operation: operation)
        }
        let decoder = try CodecHandle(codec)
        try FFmpeg.check(
            avcodec_parameters_to_context(decoder.pointer, stream.pointee.codecpar), operation, otherwise: .corrupt)
        decoder.pointer.pointee.pkt_timebase = stream.pointee.time_base
        decoder.pointer.pointee.thread_count = 1
        try decoder.open(operation)
        return decoder
    }

    private static func drain(
        _ decoder: borrowing CodecHandle, _ frame: borrowing FrameHandle, into sink: inout SoundSink,
        outputChannels: (Int) -> Int
    ) throws(CodecError) {
        while true {
            let status = avcodec_receive_frame(decoder.pointer, frame.pointer)
            if status == AURORA_AVERROR_EAGAIN || status == AURORA_AVERROR_EOF { return }
            try FFmpeg.check(status, operation, otherwise: .corrupt)
            try sink.append(frame, outputChannels: outputChannels)
        }
    }
}

/// Gathers decoded sound up to the limit.
private struct SoundSink {
    private let sampleRateHz: Int
    /// Room that is made at once, since an array that grows holds its samples up to three times.
    private let expectedCount: Int
    private var resampler: Resampler?
    private var channels: [[Float]] = []

    /// `expectedSeconds` is what the file says of its length, which may be a lie, or 0.
    init(sampleRateHz: Int, expectedSeconds: Double) {
        self.sampleRateHz = sampleRateHz
        let seconds = min(max(expectedSeconds, 0), Double(AudioDecoder.durationLimitSeconds)) + 1
        expectedCount = Int(seconds * Double(sampleRateHz))
    }

    mutating func append(_ frame: borrowing FrameHandle, outputChannels: (Int) -> Int) throws(CodecError) {
        let resampler = try begun(for: frame, outputChannels: outputChannels)
        guard resampler.form == Resampler.Form(of: frame) else {
            throw CodecError(
                .unsupported, operation: AudioDecoder.operation, message: "its sample rate or channels change midway")
        }
        try resampler.append(frame, to: &channels)
        guard channels[0].count <= sampleRateHz * AudioDecoder.durationLimitSeconds else {
            throw CodecError(
                .tooLarge, operation: AudioDecoder.operation,
                message: "it is longer than the limit of \(AudioDecoder.durationLimitSeconds / 60) minutes")
        }
    }

    /// The gathered sound. Throws `.corrupt` if there is none.
    mutating func finish() throws(CodecError) -> SoundTrack {
        try resampler?.flush(to: &channels)
        guard let first = channels.first, !first.isEmpty else {
            throw CodecError(.corrupt, operation: AudioDecoder.operation, message: "it holds no sound")
        }
        return SoundTrack(channels: channels, sampleRateHz: sampleRateHz)
    }

    /// The resampler, made for the first frame.
    private mutating func begun(
        for frame: borrowing FrameHandle, outputChannels: (Int) -> Int
    ) throws(CodecError) -> Resampler {
        if let resampler { return resampler }
        let channelCount = outputChannels(Int(Resampler.Form(of: frame).channelCount))
        let made = try Resampler(from: frame, sampleRateHz: sampleRateHz, channelCount: channelCount)
        channels = [[Float]](repeating: [], count: channelCount)
        for channel in channels.indices { channels[channel].reserveCapacity(expectedCount) }
        resampler = made
        return made
    }
}

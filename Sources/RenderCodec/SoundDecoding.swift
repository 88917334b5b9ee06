import CFFmpeg

/// An opened file of sound with its decoder.
final class SoundDecoding {
    private let input: MediaInput
    private let streamIndex: Int32
    private let statedSeconds: Double?
    private let decoder: CodecHandle
    private let packet: PacketHandle
    private let frame: FrameHandle
    private static let operation = AudioDecoder.operation

    init(_ path: String) throws(CodecError) {
        try MediaFile.check(path, limit: AudioDecoder.fileLimit, operation: Self.operation)
        input = try MediaInput(path, operation: Self.operation)
        let stream = try input.bestStream(AVMEDIA_TYPE_AUDIO, missing: "there is no sound in it")
        streamIndex = stream.pointee.index
        statedSeconds = input.statedSeconds(of: stream)
        decoder = try Self.openDecoder(of: stream)
        packet = try PacketHandle()
        frame = try FrameHandle()
    }

    /// Decodes the next packet; `body` is called for each frame that comes of it. False if that was the end of the file.
    func next(_ body: (borrowing FrameHandle) throws(CodecError) -> Void) throws(CodecError) -> Bool {
        while try input.read(into: packet) {
            guard packet.pointer.pointee.stream_index == streamIndex else { continue }
            try FFmpeg.check(avcodec_send_packet(decoder.pointer, packet.pointer), Self.operation, otherwise: .corrupt)
            try drain(body)
            return true
        }
        try FFmpeg.check(avcodec_send_packet(decoder.pointer, nil), Self.operation, otherwise: .corrupt)
        try drain(body)
        return false
    }

    /// Throws `.corrupt` if much less was decoded than the file says it holds: some formats skip what is damaged.
    func checkWhole(decodedSeconds: Double) throws(CodecError) {
        guard let statedSeconds, decodedSeconds < statedSeconds * 0.98 - 0.5 else { return }
        throw CodecError(status: AURORA_AVERROR_INVALIDDATA, operation: Self.operation)
    }

    private func drain(_ body: (borrowing FrameHandle) throws(CodecError) -> Void) throws(CodecError) {
        while true {
            let status = avcodec_receive_frame(decoder.pointer, frame.pointer)
            if status == AURORA_AVERROR_EAGAIN || status == AURORA_AVERROR_EOF { return }
            try FFmpeg.check(status, Self.operation, otherwise: .corrupt)
            try body(frame)
        }
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
}

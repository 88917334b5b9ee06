import CFFmpeg
package import RenderMedia

/// Reads frames out of videos.
package enum VideoDecoder {
    static let operation = "decode the video"
    static let fileLimit = 64 << 30

    /// The frame that is shown at a moment, in seconds from the start; `nil` if the video ends before it.
    ///
    /// Every frame up to it is decoded, so that the answer does not depend on where a player would jump to. Throws
    /// `.unreadable`, `.unsupported` (also for pixels other than 8-bit YUV 4:2:0 and 10-bit YUV 4:2:2) or `.corrupt`.
    package static func frame(at seconds: Double, of path: String) throws(CodecError) -> VideoFrame? {
        try MediaFile.check(path, limit: fileLimit, operation: operation)
        let input = try MediaInput(path, operation: operation)
        let stream = try input.bestStream(AVMEDIA_TYPE_VIDEO, missing: "there is no picture in it")
        let decoder = try open(stream)
        let packet = try PacketHandle()
        var search = FrameSearch(stream, at: seconds)
        while !search.isOver, try input.read(into: packet) {
            guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
            try FFmpeg.check(avcodec_send_packet(decoder.pointer, packet.pointer), operation, otherwise: .corrupt)
            try drain(decoder, into: &search)
        }
        if !search.isOver {
            try FFmpeg.check(avcodec_send_packet(decoder.pointer, nil), operation, otherwise: .corrupt)
            try drain(decoder, into: &search)
        }
        return search.result
    }

    /// Every frame of the video, in the order in which they are shown. Throws as `frame` does, and what `body` throws.
    static func forEachFrame(
        of path: String, _ body: (VideoFrame) throws(CodecError) -> Void
    ) throws(CodecError) {
        try MediaFile.check(path, limit: fileLimit, operation: operation)
        let input = try MediaInput(path, operation: operation)
        let stream = try input.bestStream(AVMEDIA_TYPE_VIDEO, missing: "there is no picture in it")
        let decoder = try open(stream)
        let packet = try PacketHandle()
        while try input.read(into: packet) {
            guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
            try FFmpeg.check(avcodec_send_packet(decoder.pointer, packet.pointer), operation, otherwise: .corrupt)
            try drain(decoder, body)
        }
        try FFmpeg.check(avcodec_send_packet(decoder.pointer, nil), operation, otherwise: .corrupt)
        try drain(decoder, body)
    }

    private static func drain(
        _ decoder: borrowing CodecHandle, _ body: (VideoFrame) throws(CodecError) -> Void
    ) throws(CodecError) {
        let frame = try FrameHandle()
        while try receive(frame, from: decoder) { try body(frame.picture()) }
    }

    /// The next frame that the decoder has; false if it has none.
    private static func receive(_ frame: borrowing FrameHandle, from decoder: borrowing CodecHandle) throws(CodecError)
        -> Bool
    {
        let status = avcodec_receive_frame(decoder.pointer, frame.pointer)
        if status == AURORA_AVERROR_EAGAIN || status == AURORA_AVERROR_EOF { return false }
        try FFmpeg.check(status, operation, otherwise: .corrupt)
        let formats = [AV_PIX_FMT_YUV420P.rawValue, AV_PIX_FMT_YUV422P10LE.rawValue]
        guard formats.contains(frame.pointer.pointee.format) else {
            throw CodecError(
                .unsupported, operation: operation, message: "its pixels are not YUV of 8-bit 4:2:0 or 10-bit 4:2:2")
        }
        return true
    }

    static func open(_ stream: UnsafeMutablePointer<AVStream>) throws(CodecError) -> CodecHandle {
        guard let codec = avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id) else {
            throw CodecError(status: AURORA_AVERROR_DECODER_NOT_FOUND, operation: operation)
        }
        let decoder = try CodecHandle(codec)
        try FFmpeg.check(
            avcodec_parameters_to_context(decoder.pointer, stream.pointee.codecpar), operation, otherwise: .corrupt)
        decoder.pointer.pointee.pkt_timebase = stream.pointee.time_base
        decoder.pointer.pointee.thread_count = 1
        decoder.pointer.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_BITEXACT))
        try decoder.open(operation)
        return decoder
    }

    private static func drain(_ decoder: borrowing CodecHandle, into search: inout FrameSearch) throws(CodecError) {
        let frame = try FrameHandle()
        while !search.isOver, try receive(frame, from: decoder) { search.look(at: frame) }
    }
}

/// The last frame that begins at or before a moment.
private struct FrameSearch {
    private let seconds: Double
    private let tick: Double
    private let frameSeconds: Double
    private var shown: VideoFrame?
    private var shownSeconds = 0.0
    private(set) var isOver = false

    init(_ stream: UnsafeMutablePointer<AVStream>, at seconds: Double) {
        self.seconds = seconds
        tick = av_q2d(stream.pointee.time_base)
        let rate = av_q2d(stream.pointee.avg_frame_rate)
        frameSeconds = rate > 0 ? 1 / rate : 0
    }

    /// The frame that was looked for, once every frame up to it was looked at.
    var result: VideoFrame? {
        // The last frame of a video is shown as long as any other.
        isOver || seconds < shownSeconds + frameSeconds - 1e-6 ? shown : nil
    }

    mutating func look(at frame: borrowing FrameHandle) {
        let start = Double(max(0, frame.pointer.pointee.best_effort_timestamp)) * tick
        if start > seconds + 1e-6, shown != nil {
            isOver = true
            return
        }
        // Copying each costs little beside decoding it.
        shown = frame.picture()
        shownSeconds = start
    }
}

import CFFmpeg
package import RenderMedia

/// Reads a video from its beginning to its end at a constant rate, a frame at a time: what is shown at the beginning of
/// each. Pictures of any form become 8-bit YUV 4:2:0 of BT.709.
package final class FrameReader {
    package let facts: VideoFacts
    private let framesPerSecond: Int
    private let input: MediaInput
    private let stream: UnsafeMutablePointer<AVStream>
    private let decoder: CodecHandle
    private let packet: PacketHandle
    private let frame: FrameHandle
    private let conversion = FrameConversion()
    private let firstSeconds: Double
    private var isOver = false
    private var shown: VideoFrame?
    /// What comes after it, and when.
    private var following: (frame: VideoFrame, seconds: Double)?
    private var index = 0

    /// Frames that there will be: as many as begin before the video ends.
    package let frameCount: Int

    private static let operation = VideoDecoder.operation

    /// The frames that a video has when it is read at a rate.
    package static func frameCount(_ facts: VideoFacts, framesPerSecond: Int) -> Int {
        // A rate that is no whole number has frames a little longer or shorter than its own.
        max(Int((facts.videoDurationSeconds * Double(framesPerSecond)).rounded()), 1)
    }

    /// Throws `.unreadable`, `.unsupported` or `.corrupt`; so does reading.
    package init(_ path: String, framesPerSecond: Int) throws(CodecError) {
        facts = try VideoInspector.inspect(path)
        self.framesPerSecond = framesPerSecond
        try MediaFile.check(path, limit: VideoDecoder.fileLimit, operation: Self.operation)
        input = try MediaInput(path, operation: Self.operation)
        stream = try input.bestStream(AVMEDIA_TYPE_VIDEO, missing: "there is no picture in it")
        decoder = try VideoDecoder.open(stream)
        packet = try PacketHandle()
        frame = try FrameHandle()
        frameCount = Self.frameCount(facts, framesPerSecond: framesPerSecond)
        let start = stream.pointee.start_time
        firstSeconds = start == AURORA_AV_NOPTS_VALUE ? 0 : Double(start) * av_q2d(stream.pointee.time_base)
        following = try decodeNext()
        guard following != nil else {
            throw CodecError(.corrupt, operation: Self.operation, message: "there is no frame in it")
        }
    }

    /// The next frame; nil after the last. A video that ends before it says it does shows its last frame up to there.
    package func next() throws(CodecError) -> VideoFrame? {
        guard index < frameCount else { return nil }
        // Half a frame's grace: a video of the same rate gives each of its frames once, whatever its times are rounded to.
        let moment = (Double(index) + 0.5) / Double(framesPerSecond)
        while let (frame, seconds) = following, shown == nil || seconds - firstSeconds <= moment {
            shown = frame
            following = try decodeNext()
        }
        index += 1
        return shown
    }

    private func decodeNext() throws(CodecError) -> (frame: VideoFrame, seconds: Double)? {
        while true {
            let status = avcodec_receive_frame(decoder.pointer, frame.pointer)
            if status >= 0 {
                let time = frame.pointer.pointee.best_effort_timestamp
                let seconds = time == AURORA_AV_NOPTS_VALUE ? 0 : Double(time) * av_q2d(stream.pointee.time_base)
                return (try conversion.picture(frame), seconds)
            }
            if status == AURORA_AVERROR_EOF { return nil }
            guard status == AURORA_AVERROR_EAGAIN else {
                try FFmpeg.check(status, Self.operation, otherwise: .corrupt)
                return nil
            }
            try sendNext()
        }
    }

    private func sendNext() throws(CodecError) {
        while !isOver {
            guard try input.read(into: packet) else {
                isOver = true
                break
            }
            guard packet.pointer.pointee.stream_index == stream.pointee.index else { continue }
            try FFmpeg.check(
                avcodec_send_packet(decoder.pointer, packet.pointer), Self.operation, otherwise: .corrupt)
            return
        }
        try FFmpeg.check(avcodec_send_packet(decoder.pointer, nil), Self.operation, otherwise: .corrupt)
    }
}

/// Brings decoded frames to 8-bit YUV 4:2:0, BT.709, limited range.
private final class FrameConversion {
    private static let sides = 16...8192

    func picture(_ frame: borrowing FrameHandle) throws(CodecError) -> VideoFrame {
        let pointee = frame.pointer.pointee
        let (width, height) = (Int(pointee.width) & ~1, Int(pointee.height) & ~1)
        guard Self.sides.contains(width), Self.sides.contains(height) else {
            throw CodecError(
                .unsupported, operation: VideoDecoder.operation,
                message: "its pictures have \(width) x \(height) pixels")
        }
        let isOurs = pointee.format == AV_PIX_FMT_YUV420P.rawValue || pointee.format == AV_PIX_FMT_YUV422P10LE.rawValue
        // What does not say is taken for what it most often is.
        let isSmall = pointee.colorspace == AVCOL_SPC_SMPTE170M || pointee.colorspace == AVCOL_SPC_BT470BG
        if isOurs, !isSmall, pointee.color_range != AVCOL_RANGE_JPEG { return frame.picture() }
        let target = try FrameHandle()
        target.pointer.pointee.width = Int32(width)
        target.pointer.pointee.height = Int32(height)
        target.pointer.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        try FFmpeg.check(av_frame_get_buffer(target.pointer, 0), VideoDecoder.operation)
        let size = (Int32(width), Int32(height))
        let scaler = try ScalerHandle(
            from: (size.0, size.1, AVPixelFormat(rawValue: pointee.format)), to: (size.0, size.1, AV_PIX_FMT_YUV420P),
            flags: SWS_BICUBIC | PixelConversion.exactFlags)
        try scaler.convertToBT709(
            frame, isSmallGamut: isSmall, isFullRange: pointee.color_range == AVCOL_RANGE_JPEG, to: target)
        return target.picture()
    }
}

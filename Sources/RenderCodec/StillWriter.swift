import CFFmpeg
import Glibc
package import RenderMedia

/// Writes a frame as a picture.
package enum StillWriter {
    private static let operation = "write the picture"
    /// FFmpeg's scale for JPEG, 2 (best) to 31: below 3 files grow and nobody sees more.
    private static let quantizer: Int32 = 3

    /// Writes `frame` as a JPEG file, whole or not at all. The same frame gives the same bytes.
    ///
    /// Throws `.unwritable` if the folder cannot be written.
    package static func writeJPEG(_ frame: VideoFrame, to path: String) throws(CodecError) {
        try write(try jpeg(try fullRange(frame)), to: path)
    }

    /// Writes a file, whole or not at all. Throws `.unwritable`.
    static func write(_ bytes: [UInt8], to path: String) throws(CodecError) {
        let temporary = "\(path).\(getpid()).partial"
        guard let file = fopen(temporary, "wxe") else { throw .system(.unwritable, operation: operation) }
        let isWritten = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) } == bytes.count
        // Closing writes what is still buffered, so it may find the disk full.
        guard fclose(file) == 0, isWritten, rename(temporary, path) == 0 else {
            let error = CodecError.system(.unwritable, operation: operation)
            unlink(temporary)
            throw error
        }
    }

    private static func jpeg(_ frame: borrowing FrameHandle) throws(CodecError) -> [UInt8] {
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
            throw CodecError(.refused, operation: operation, message: "FFmpeg was built without its JPEG encoder")
        }
        let context = try CodecHandle(codec)
        context.pointer.pointee.width = frame.pointer.pointee.width
        context.pointer.pointee.height = frame.pointer.pointee.height
        context.pointer.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        context.pointer.pointee.color_range = AVCOL_RANGE_JPEG
        context.pointer.pointee.time_base = AVRational(num: 1, den: 25)
        context.pointer.pointee.thread_count = 1
        context.pointer.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_QSCALE))
        context.pointer.pointee.global_quality = quantizer * FF_QP2LAMBDA
        frame.pointer.pointee.quality = quantizer * FF_QP2LAMBDA
        try context.open(operation)
        let packet = try PacketHandle()
        try FFmpeg.check(avcodec_send_frame(context.pointer, frame.pointer), operation)
        try FFmpeg.check(avcodec_receive_packet(context.pointer, packet.pointer), operation)
        return Array(UnsafeBufferPointer(start: packet.pointer.pointee.data, count: Int(packet.pointer.pointee.size)))
    }

    /// As JFIF wants it: BT.601 with the full range of values.
    private static func fullRange(_ picture: VideoFrame) throws(CodecError) -> FrameHandle {
        let source = try handle(picture.width, picture.height, AV_PIX_FMT_YUV420P)
        source.set(picture)
        let target = try handle(picture.width, picture.height, AV_PIX_FMT_YUVJ420P)
        let size = (Int32(picture.width), Int32(picture.height))
        let scaler = try ScalerHandle(
            from: (size.0, size.1, AV_PIX_FMT_YUV420P), to: (size.0, size.1, AV_PIX_FMT_YUVJ420P),
            flags: SWS_BICUBIC | PixelConversion.exactFlags)
        try scaler.convertRange(source, to: target)
        return target
    }

    private static func handle(_ width: Int, _ height: Int, _ format: AVPixelFormat) throws(CodecError) -> FrameHandle {
        let frame = try FrameHandle()
        frame.pointer.pointee.width = Int32(width)
        frame.pointer.pointee.height = Int32(height)
        frame.pointer.pointee.format = format.rawValue
        try FFmpeg.check(av_frame_get_buffer(frame.pointer, 0), operation)
        return frame
    }
}

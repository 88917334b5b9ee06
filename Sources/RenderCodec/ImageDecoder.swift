import CFFmpeg
package import RenderMedia

/// Reads pictures from files.
///
/// PNG, JPEG, WebP and BMP; told apart by content, not by name. Colour profiles are not applied: the values are taken
/// as sRGB. What is transparent is laid over a light grey.
package enum ImageDecoder {
    /// Largest file that is read, in bytes.
    package static let fileLimit = 64 << 20
    /// Most pixels that are decoded.
    package static let pixelLimit = 40_000_000
    /// The grey behind transparent pixels, 0…255.
    static let background = 224

    static let operation = "decode the picture"

    /// The picture in the file at `path`, upright as its camera's orientation tag says.
    ///
    /// Throws `.unreadable`, `.unsupported`, `.tooLarge` (before anything is decoded) or `.corrupt`: a damaged or cut
    /// off file is an error, never a half grey picture.
    package static func decode(_ path: String) throws(CodecError) -> Image {
        try decode(MediaFile.read(path, limit: fileLimit, operation: operation))
    }

    /// The picture in `bytes`, a whole file.
    package static func decode(_ bytes: [UInt8]) throws(CodecError) -> Image {
        let frame = try checkedFrame(bytes)
        let orientation = PictureOrientation(of: frame)
        return orientation.upright(try PixelConversion.image(of: frame))
    }

    /// As it was decoded, once its size was found to be within the limit.
    static func checkedFrame(_ bytes: [UInt8]) throws(CodecError) -> FrameHandle {
        let header = try PictureHeader(bytes)
        // Each side first: the product of two lies may not fit a number.
        guard max(header.width, header.height) <= 1 << 16, header.width * header.height <= pixelLimit else {
            throw CodecError(
                .tooLarge, operation: operation,
                message: "it has \(header.width) x \(header.height) pixels, more than the limit of "
                    + "\(pixelLimit / 1_000_000) megapixels")
        }
        return try decodedFrame(bytes, codec: header.codec)
    }

    private static func decodedFrame(_ bytes: [UInt8], codec: AVCodecID) throws(CodecError) -> FrameHandle {
        guard let decoder = avcodec_find_decoder(codec) else {
            throw CodecError(status: AURORA_AVERROR_DECODER_NOT_FOUND, operation: operation)
        }
        let context = try CodecHandle(decoder)
        context.pointer.pointee.err_recognition =
            AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER
        context.pointer.pointee.error_concealment = 0
        context.pointer.pointee.max_pixels = Int64(pixelLimit)
        context.pointer.pointee.thread_count = 1
        try context.open(operation)

        let packet = try PacketHandle()
        try FFmpeg.check(av_new_packet(packet.pointer, Int32(bytes.count)), operation)
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: packet.pointer.pointee.data, count: bytes.count)
                .copyMemory(from: source)
        }
        try FFmpeg.check(avcodec_send_packet(context.pointer, packet.pointer), operation, otherwise: .corrupt)
        try FFmpeg.check(avcodec_send_packet(context.pointer, nil), operation, otherwise: .corrupt)
        let frame = try FrameHandle()
        try FFmpeg.check(avcodec_receive_frame(context.pointer, frame.pointer), operation, otherwise: .corrupt)
        let damage = frame.pointer.pointee.decode_error_flags != 0
        guard !damage, frame.pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0 else {
            throw CodecError(status: AURORA_AVERROR_INVALIDDATA, operation: operation)
        }
        return frame
    }
}

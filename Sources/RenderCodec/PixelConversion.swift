import CFFmpeg
internal import RenderMedia

/// Pictures between FFmpeg's frames and this program's memory, by swscale.
enum PixelConversion {
    /// The exact and unhurried path of swscale, the same on every machine.
    static let exactFlags =
        SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT

    /// The picture in `frame`, of any pixel format; transparency is laid over the decoder's background.
    static func image(of frame: borrowing FrameHandle) throws(CodecError) -> Image {
        let (width, height) = (frame.pointer.pointee.width, frame.pointer.pointee.height)
        let converter = try ScalerHandle(
            from: (width, height, AVPixelFormat(rawValue: frame.pointer.pointee.format)),
            to: (width, height, AV_PIX_FMT_RGBA), flags: SWS_BICUBIC | exactFlags)
        let rgba = try converter.convert(
            planes: aurora_frame_planes(frame.pointer), strides: aurora_frame_strides(frame.pointer),
            sourceHeight: height,
            destinationStride: Int(width) * 4, rows: Int(height))
        return Image(width: Int(width), height: Int(height), pixels: overBackground(rgba))
    }

    /// Straight RGBA laid over the background, rounded to nearest.
    private static func overBackground(_ rgba: [UInt8]) -> [UInt8] {
        let count = rgba.count / 4
        return [UInt8](unsafeUninitializedCapacity: count * 3) { target, filled in
            rgba.withUnsafeBufferPointer { source in
                for index in 0..<count {
                    let alpha = Int(source[index * 4 + 3])
                    for channel in 0..<3 {
                        let value = Int(source[index * 4 + channel]) * alpha + ImageDecoder.background * (255 - alpha)
                        target[index * 3 + channel] = UInt8((value + 127) / 255)
                    }
                }
            }
            filled = count * 3
        }
    }
}

/// Owns an `SwsContext`: one conversion between two sizes and pixel formats.
struct ScalerHandle: ~Copyable {
    typealias Side = (width: Int32, height: Int32, format: AVPixelFormat)

    private let pointer: OpaquePointer
    private static let operation = "convert the picture"

    init(from source: Side, to target: Side, flags: Int32) throws(CodecError) {
        FFmpeg.prepare()
        let made = sws_getContext(
            source.width, source.height, source.format, target.width, target.height, target.format, flags, nil, nil, nil
        )
        pointer = try FFmpeg.allocated(made, Self.operation)
    }

    deinit { sws_freeContext(pointer) }

    /// The converted picture as one packed plane of `rows` rows.
    func convert(
        planes: UnsafePointer<UnsafePointer<UInt8>?>?, strides: UnsafePointer<Int32>?, sourceHeight: Int32,
        destinationStride: Int, rows: Int
    ) throws(CodecError) -> [UInt8] {
        // swscale writes whole vectors: room behind the last row.
        var bytes = [UInt8](repeating: 0, count: destinationStride * rows + 64)
        let status = bytes.withUnsafeMutableBufferPointer { buffer in
            let targets = [buffer.baseAddress, nil, nil, nil]
            return sws_scale(
                pointer, planes, strides, 0, sourceHeight, targets, [Int32(destinationStride), 0, 0, 0])
        }
        try FFmpeg.check(status, Self.operation)
        bytes.removeLast(64)
        return bytes
    }

    /// Converts any frame into one of BT.709 and limited range, both with memory.
    func convertToBT709(
        _ source: borrowing FrameHandle, isSmallGamut: Bool, isFullRange: Bool, to target: borrowing FrameHandle
    ) throws(CodecError) {
        let neutral: (brightness: Int32, contrast: Int32, saturation: Int32) = (0, 1 << 16, 1 << 16)
        // Of RGB the library knows by itself what it is; it refuses details of it.
        sws_setColorspaceDetails(
            pointer, sws_getCoefficients(isSmallGamut ? SWS_CS_ITU601 : SWS_CS_ITU709), isFullRange ? 1 : 0,
            sws_getCoefficients(SWS_CS_ITU709), 0, neutral.brightness, neutral.contrast, neutral.saturation)
        try FFmpeg.check(
            sws_scale(
                pointer, aurora_frame_planes(source.pointer), aurora_frame_strides(source.pointer), 0,
                source.pointer.pointee.height, aurora_frame_mutable_planes(target.pointer),
                aurora_frame_strides(target.pointer)), Self.operation)
    }

    /// Converts a frame of BT.709 and limited range into one of BT.601 and full range, both with memory.
    func convertRange(_ source: borrowing FrameHandle, to target: borrowing FrameHandle) throws(CodecError) {
        let neutral: (brightness: Int32, contrast: Int32, saturation: Int32) = (0, 1 << 16, 1 << 16)
        try FFmpeg.check(
            sws_setColorspaceDetails(
                pointer, sws_getCoefficients(SWS_CS_ITU709), 0, sws_getCoefficients(SWS_CS_ITU601), 1,
                neutral.brightness, neutral.contrast, neutral.saturation), Self.operation)
        try FFmpeg.check(
            sws_scale(
                pointer, aurora_frame_planes(source.pointer), aurora_frame_strides(source.pointer), 0,
                source.pointer.pointee.height, aurora_frame_mutable_planes(target.pointer),
                aurora_frame_strides(target.pointer)), Self.operation)
    }
}

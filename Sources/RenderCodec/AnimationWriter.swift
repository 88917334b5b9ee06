import CFFmpeg
package import RenderMedia

/// Writes frames as an animated WebP picture, which is shown again and again. The same frames give the same bytes.
package final class AnimationWriter {
    private let width: Int
    private let height: Int
    private let context: CodecHandle
    private static let operation = "write the moving picture"

    /// `quality` is 0…100. Throws `.refused` where FFmpeg lacks libwebp.
    package init(width: Int, height: Int, quality: Int) throws(CodecError) {
        guard let codec = avcodec_find_encoder_by_name("libwebp_anim") else {
            throw CodecError(.refused, operation: Self.operation, message: "FFmpeg was built without libwebp")
        }
        self.width = width
        self.height = height
        context = try CodecHandle(codec)
        let pointer = context.pointer
        pointer.pointee.width = Int32(width)
        pointer.pointee.height = Int32(height)
        pointer.pointee.pix_fmt = AV_PIX_FMT_BGRA
        pointer.pointee.time_base = AVRational(num: 1, den: 1000)
        pointer.pointee.thread_count = 1
        pointer.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_QSCALE))
        pointer.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        try context.open(Self.operation)
    }

    /// Adds a frame of the size, shown from a moment on. Moments rise from 0.
    package func append(_ picture: VideoFrame, atMilliseconds moment: Int) throws(CodecError) {
        precondition(picture.width == width && picture.height == height, "frames of one size")
        let frame = try FrameHandle()
        frame.pointer.pointee.width = Int32(width)
        frame.pointer.pointee.height = Int32(height)
        frame.pointer.pointee.format = AV_PIX_FMT_BGRA.rawValue
        frame.pointer.pointee.pts = Int64(moment)
        try FFmpeg.check(av_frame_get_buffer(frame.pointer, 0), Self.operation)
        // WebP has colours as JPEG has them: what it makes of red, green and blue is its own affair.
        frame.setPixels(blueGreenRedAlpha(Image(picture)), width: width)
        try FFmpeg.check(avcodec_send_frame(context.pointer, frame.pointer), Self.operation)
    }

    private func blueGreenRedAlpha(_ image: Image) -> [UInt8] {
        var pixels = [UInt8](repeating: 255, count: image.width * image.height * 4)
        for index in 0..<image.width * image.height {
            pixels[index * 4] = image.pixels[index * 3 + 2]
            pixels[index * 4 + 1] = image.pixels[index * 3 + 1]
            pixels[index * 4 + 2] = image.pixels[index * 3]
        }
        return pixels
    }

    /// Writes the file at `path`, whole or not at all. Called once, after at least one frame. Throws `.unwritable`.
    package func finish(_ path: String) throws(CodecError) {
        let packet = try PacketHandle()
        try FFmpeg.check(avcodec_send_frame(context.pointer, nil), Self.operation)
        try FFmpeg.check(avcodec_receive_packet(context.pointer, packet.pointer), Self.operation)
        // All of it is one packet.
        let bytes = UnsafeBufferPointer(start: packet.pointer.pointee.data, count: Int(packet.pointer.pointee.size))
        try StillWriter.write(Array(bytes), to: path)
    }
}

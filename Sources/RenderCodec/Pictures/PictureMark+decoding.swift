import CFFmpeg

extension PictureMark {
    /// The picture in the file at `path`, so many pixels wide, in its own shape. Throws as `ImageDecoder` does.
    package init(_ path: String, width: Int) throws(CodecError) {
        let bytes = try MediaFile.read(path, limit: ImageDecoder.fileLimit, operation: ImageDecoder.operation)
        let frame = try ImageDecoder.checkedFrame(bytes)
        let (own, high) = (frame.pointer.pointee.width, frame.pointer.pointee.height)
        let reader = try ScalerHandle(
            from: (own, high, AVPixelFormat(rawValue: frame.pointer.pointee.format)), to: (own, high, AV_PIX_FMT_RGBA),
            flags: SWS_BICUBIC | PixelConversion.exactFlags)
        let straight = try reader.convert(
            planes: aurora_frame_planes(frame.pointer), strides: aurora_frame_strides(frame.pointer),
            sourceHeight: high, destinationStride: Int(own) * 4, rows: Int(high))
        let height = max(Int((Double(width) * Double(high) / Double(own)).rounded()), 1)
        self.width = width
        self.height = height
        guard width != Int(own) else {
            pixels = straight
            return
        }
        // What is transparent must not colour what is beside it.
        let source = Self.multiplied(straight) + [UInt8](repeating: 0, count: 64)
        let scaler = try ScalerHandle(
            from: (own, high, AV_PIX_FMT_RGBA), to: (Int32(width), Int32(height), AV_PIX_FMT_RGBA),
            flags: SWS_BICUBIC | PixelConversion.exactFlags)
        let scaled = try source.withUnsafeBufferPointer { buffer throws(CodecError) in
            try scaler.convert(
                planes: [buffer.baseAddress, nil, nil, nil], strides: [own * 4, 0, 0, 0], sourceHeight: high,
                destinationStride: width * 4, rows: height)
        }
        pixels = Self.divided(scaled)
    }

    private static func multiplied(_ pixels: [UInt8]) -> [UInt8] {
        var result = pixels
        for at in stride(from: 0, to: pixels.count, by: 4) {
            let alpha = Int(pixels[at + 3])
            for part in 0..<3 { result[at + part] = UInt8((Int(pixels[at + part]) * alpha + 127) / 255) }
        }
        return result
    }

    private static func divided(_ pixels: [UInt8]) -> [UInt8] {
        var result = pixels
        for at in stride(from: 0, to: pixels.count, by: 4) {
            let alpha = Int(pixels[at + 3])
            for part in 0..<3 where alpha > 0 {
                result[at + part] = UInt8(min((Int(pixels[at + part]) * 255 + alpha / 2) / alpha, 255))
            }
        }
        return result
    }
}

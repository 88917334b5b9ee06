import CFFmpeg
package import RenderMedia

/// Changes the size of pictures.
package enum ImageScaler {
    /// `image` at another size in pixels: Lanczos with three lobes, which averages when it makes smaller; the same
    /// bytes on every machine.
    ///
    /// Width and height are scaled on their own: the shape is the caller's. Throws `.refused` for sides that swscale
    /// cannot do (under 1 or over 32767).
    package static func scaled(_ image: Image, width: Int, height: Int) throws(CodecError) -> Image {
        if width == image.width && height == image.height { return image }
        guard (1...32_767).contains(width), (1...32_767).contains(height) else {
            throw CodecError(
                .refused, operation: "scale the picture", message: "no picture can have \(width) x \(height) pixels")
        }
        let scaler = try ScalerHandle(
            from: (Int32(image.width), Int32(image.height), AV_PIX_FMT_RGB24),
            to: (Int32(width), Int32(height), AV_PIX_FMT_RGB24), flags: SWS_LANCZOS | PixelConversion.exactFlags)
        // swscale reads whole vectors: room behind the last row.
        let source = image.pixels + [UInt8](repeating: 0, count: 64)
        let pixels = try source.withUnsafeBufferPointer { buffer throws(CodecError) in
            try scaler.convert(
                planes: [buffer.baseAddress, nil, nil, nil], strides: [Int32(image.width * 3), 0, 0, 0],
                sourceHeight: Int32(image.height), destinationStride: width * 3, rows: height)
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}

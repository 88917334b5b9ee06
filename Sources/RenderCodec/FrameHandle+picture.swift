import CFFmpeg
internal import RenderMedia

/// Pictures into and out of frames of 8-bit YUV 4:2:0 and 10-bit YUV 4:2:2.
extension FrameHandle {
    /// Fills a frame that has memory, of the picture's size.
    func set(_ picture: VideoFrame) {
        guard pointer.pointee.format == AV_PIX_FMT_YUV422P10LE.rawValue else {
            setPlane(0, picture.luma, width: picture.width)
            setPlane(1, picture.blueChroma, width: picture.width / 2)
            setPlane(2, picture.redChroma, width: picture.width / 2)
            return
        }
        let (width, height) = (picture.width, picture.height)
        setPlane(0, TenBit.luma(picture.luma), width: width)
        setPlane(1, TenBit.chroma(picture.blueChroma, width: width / 2, height: height / 2), width: width / 2)
        setPlane(2, TenBit.chroma(picture.redChroma, width: width / 2, height: height / 2), width: width / 2)
    }

    /// The content of a decoded frame.
    func picture() -> VideoFrame {
        guard pointer.pointee.format == AV_PIX_FMT_YUV422P10LE.rawValue else { return eightBitPicture() }
        let (width, height) = (Int(pointer.pointee.width) & ~1, Int(pointer.pointee.height) & ~1)
        var picture = VideoFrame(width: width, height: height)
        picture.luma = TenBit.eightBit(luma: plane(0, width: width, height: height))
        picture.blueChroma = TenBit.eightBit(chroma: plane(1, width: width / 2, height: height), width: width / 2)
        picture.redChroma = TenBit.eightBit(chroma: plane(2, width: width / 2, height: height), width: width / 2)
        return picture
    }

    /// Fills a frame of four bytes a pixel, row after row.
    func setPixels(_ pixels: [UInt8], width: Int) { setPlane(0, pixels, width: width * 4) }

    /// Fills one plane row by row: `values` has `width` samples a row and no padding.
    private func setPlane<Sample: FixedWidthInteger>(_ plane: Int, _ values: [Sample], width: Int) {
        guard let target = aurora_frame_mutable_planes(pointer)?[plane], let strides = aurora_frame_strides(pointer)
        else { preconditionFailure("a frame with memory has planes") }
        values.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            for row in 0..<source.count / width {
                let start = UnsafeMutableRawPointer(target + row * Int(strides[plane]))
                start.copyMemory(from: base + row * width, byteCount: width * MemoryLayout<Sample>.size)
            }
        }
    }

    private func eightBitPicture() -> VideoFrame {
        let (width, height) = (Int(pointer.pointee.width) & ~1, Int(pointer.pointee.height) & ~1)
        var picture = VideoFrame(width: width, height: height)
        picture.luma = plane(0, width: width, height: height)
        picture.blueChroma = plane(1, width: width / 2, height: height / 2)
        picture.redChroma = plane(2, width: width / 2, height: height / 2)
        return picture
    }

    private func plane<Sample: FixedWidthInteger>(_ plane: Int, width: Int, height: Int) -> [Sample] {
        guard let source = aurora_frame_planes(pointer)?[plane], let strides = aurora_frame_strides(pointer) else {
            preconditionFailure("a decoded frame has planes")
        }
        var values: [Sample] = []
        values.reserveCapacity(width * height)
        for row in 0..<height {
            let start = UnsafeRawPointer(source + row * Int(strides[plane]))
            values.append(
                contentsOf: UnsafeBufferPointer(start: start.assumingMemoryBound(to: Sample.self), count: width))
        }
        return values
    }
}

import CFFmpeg
package import RenderMedia

/// How a picture gets into another size.
package struct FramePlan: Sendable, Equatable {
    package enum Rest: Sendable { case black, blurred }

    /// The part of the source that is shown; all numbers even.
    package var part: FrameArea
    /// Where it is shown in the result; all numbers even.
    package var place: FrameArea
    /// What is beside it.
    package var rest: Rest
    /// Both sides even.
    package var width: Int
    package var height: Int

    package init(part: FrameArea, place: FrameArea, rest: Rest, width: Int, height: Int) {
        self.part = part
        self.place = place
        self.rest = rest
        self.width = width
        self.height = height
    }

    /// The whole source in the middle, as large as it fits.
    package static func inside(
        sourceWidth: Int, sourceHeight: Int, width: Int, height: Int, rest: Rest
    ) -> FramePlan {
        let scale = min(Double(width) / Double(sourceWidth), Double(height) / Double(sourceHeight))
        var shown = (Double(sourceWidth) * scale, Double(sourceHeight) * scale)
        // A difference that nobody sees is no reason for a border.
        if Double(width) - shown.0 < 4 { shown.0 = Double(width) }
        if Double(height) - shown.1 < 4 { shown.1 = Double(height) }
        let size = (min(Int(shown.0.rounded()) & ~1, width), min(Int(shown.1.rounded()) & ~1, height))
        let place = FrameArea(
            x: (width - size.0) / 2 & ~1, y: (height - size.1) / 2 & ~1, width: max(size.0, 2), height: max(size.1, 2))
        return FramePlan(
            part: FrameArea(x: 0, y: 0, width: sourceWidth, height: sourceHeight), place: place, rest: rest,
            width: width, height: height)
    }
}

/// A part of a frame in pixels.
package struct FrameArea: Sendable, Equatable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Of a plane of chroma.
    var halved: FrameArea { FrameArea(x: x / 2, y: y / 2, width: width / 2, height: height / 2) }
}

/// Brings frames of one size into another, all alike.
package final class FrameFitter {
    package let plan: FramePlan
    private let luma: PlaneScaler
    private let chroma: PlaneScaler
    private let blur: BlurredFill?

    /// For frames of `sourceWidth` x `sourceHeight`. Throws `.refused`.
    package init(_ plan: FramePlan, sourceWidth: Int, sourceHeight: Int) throws(CodecError) {
        self.plan = plan
        luma = try PlaneScaler(plan.part, of: sourceWidth, to: (plan.place.width, plan.place.height))
        chroma = try PlaneScaler(
            plan.part.halved, of: sourceWidth / 2, to: (plan.place.width / 2, plan.place.height / 2))
        let isCovered = plan.place == FrameArea(x: 0, y: 0, width: plan.width, height: plan.height)
        blur =
            if plan.rest == .blurred, !isCovered {
                BlurredFill(
                    sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: plan.width, height: plan.height)
            } else { nil }
    }

    package func fitted(_ frame: VideoFrame) throws(CodecError) -> VideoFrame {
        var result = blur?.filled(frame) ?? VideoFrame(width: plan.width, height: plan.height)
        try luma.scale(frame.luma, into: &result.luma, width: plan.width, at: (plan.place.x, plan.place.y))
        let place = (plan.place.x / 2, plan.place.y / 2)
        try chroma.scale(frame.blueChroma, into: &result.blueChroma, width: plan.width / 2, at: place)
        try chroma.scale(frame.redChroma, into: &result.redChroma, width: plan.width / 2, at: place)
        return result
    }
}

/// Brings a part of a plane of 8-bit values to another size, the same on every machine.
private final class PlaneScaler {
    private let part: FrameArea
    private let stride: Int
    private let size: (width: Int, height: Int)
    private let isSame: Bool
    private let scaler: ScalerHandle

    init(_ part: FrameArea, of stride: Int, to size: (width: Int, height: Int)) throws(CodecError) {
        self.part = part
        self.stride = stride
        self.size = size
        isSame = part.width == size.width && part.height == size.height
        scaler = try ScalerHandle(
            from: (Int32(part.width), Int32(part.height), AV_PIX_FMT_GRAY8),
            to: (Int32(size.width), Int32(size.height), AV_PIX_FMT_GRAY8),
            flags: SWS_LANCZOS | PixelConversion.exactFlags)
    }

    func scale(
        _ plane: [UInt8], into target: inout [UInt8], width: Int, at place: (x: Int, y: Int)
    ) throws(CodecError) {
        let first = part.y * stride + part.x
        let rows: [UInt8]
        let rowStride: Int
        if isSame {
            (rows, rowStride) = (plane, stride)
        } else {
            rowStride = size.width
            // swscale reads whole vectors: room behind the last row.
            let source = plane[first...] + [UInt8](repeating: 0, count: 64)
            rows = try scaled(Array(source))
        }
        let start = isSame ? first : 0
        for row in 0..<size.height {
            let from = start + row * rowStride
            let to = (place.y + row) * width + place.x
            target.replaceSubrange(to..<to + size.width, with: rows[from..<from + size.width])
        }
    }

    private func scaled(_ source: [UInt8]) throws(CodecError) -> [UInt8] {
        try source.withUnsafeBufferPointer { buffer throws(CodecError) in
            try scaler.convert(
                planes: [buffer.baseAddress, nil, nil, nil], strides: [Int32(stride), 0, 0, 0],
                sourceHeight: Int32(part.height), destinationStride: size.width, rows: size.height)
        }
    }
}

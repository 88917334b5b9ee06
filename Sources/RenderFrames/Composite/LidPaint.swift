import RenderFace
import RenderMedia

/// The skin of closing eyelids.
///
/// A lid that comes down is drawn by stretching the skin above the eye. On a photograph that is all; on a painting, or
/// below heavy brows, lines and hair are stretched with it. What differs too much from the skin round the eye is
/// therefore painted over with that skin, from where the open eye begins down to the edge of the lid.
struct LidPaint: Sendable {
    /// For each eye, in `FaceTopology.eyes`' order, the skin round it.
    private let skins: [Skin]
    /// Whether the whole lid is painted: then nothing else of it is drawn.
    private let isWhole: Bool

    /// Colours of the skin at both ends of an eye. A lid is as bright as the skin above it where it begins; deep-set eyes
    /// have that in the shade.
    struct Skin: Sendable {
        let outer: SIMD4<Float>
        let inner: SIMD4<Float>
        /// Brightness above the eye, as a share of that round it.
        let above: Float
    }

    init(portrait: Image, mesh: FaceMesh) {
        isWhole = mesh.cover.hasCloseRims
        skins = FaceTopology.eyes.map { eye in
            let outer = Self.skin(beside: 0..<5, of: eye, portrait, mesh)
            let inner = Self.skin(beside: 2..<7, of: eye, portrait, mesh)
            let above = Self.lumaAbove(eye, portrait, mesh)
            let both = max((outer.parts.x + inner.parts.x) / 2, 1)
            return Skin(outer: outer.parts, inner: inner.parts, above: min(max(above / both, 0.45), 1))
        }
    }

    /// Brightness of the skin above the fold of the lid, its brighter half: brows are not skin.
    private static func lumaAbove(_ eye: EyeTopology, _ portrait: Image, _ mesh: FaceMesh) -> Float {
        let lumas = eye.crease.indices.flatMap { index -> [Float] in
            let (fold, over) = (mesh.rest[eye.crease[index]], mesh.rest[eye.aboveCrease[index]])
            return [0, 0.35, 0.7].map { CentredColour(rgb: portrait.colour(near: fold + (over - fold) * $0)).parts.x }
        }.sorted()
        return lumas[lumas.count * 3 / 5]
    }

    /// The skin above and below some vertices of the lids. Lines, lashes and brows are darker than skin: most of the
    /// brighter part is skin.
    private static func skin(
        beside lids: Range<Int>, of eye: EyeTopology, _ portrait: Image, _ mesh: FaceMesh
    ) -> CentredColour {
        let colours = lids.flatMap { index -> [SIMD3<Float>] in
            let (upper, lower) = (mesh.rest[eye.upperLid[index]], mesh.rest[eye.lowerLid[index]])
            let fold = mesh.rest[eye.crease[index]] - upper
            return [0.5, 0.75, 1].map { portrait.colour(near: upper + fold * $0) }
                + [0.4, 0.7, 1].map { portrait.colour(near: lower + (lower - upper) * $0) }
        }.sorted { $0.sum() < $1.sum() }
        let bright = colours[colours.count * 11 / 20..<colours.count * 19 / 20]
        return CentredColour(rgb: bright.reduce(.zero, +) / Float(bright.count))
    }

    /// Paints the lids of a frame. `open` and `posed` are the vertices of the mesh with open eyes and as they are, in
    /// pixels of the frame; `closure` is how far the eyes are shut, 0…1.
    func draw(open: [Point], posed: [Point], closure: Float, to frame: MutableFramePointers) {
        let strength = isWhole ? 1 : min(max(closure * 1.5 - 0.25, 0), 1)
        guard strength > 0 else { return }
        for (eye, skin) in zip(FaceTopology.eyes, skins) {
            let row = [eye.outerCorner] + eye.upperLid + [eye.innerCorner]
            let lid = Lid(
                top: top(of: eye, open), edge: row.map { posed[$0] }, skin: skin, strength: strength,
                isWhole: isWhole)
            lid.paintChroma(in: frame)
            lid.paintLuma(in: frame)
        }
    }

    /// Where the paint of a lid begins: at the edge of the open lid, or above its lashes if these are not moved with it.
    private func top(of eye: EyeTopology, _ open: [Point]) -> [Point] {
        let lids = zip(eye.upperLid, eye.crease).map { upper, fold in
            isWhole ? open[upper] + (open[fold] - open[upper]) * 0.4 : open[upper]
        }
        return [open[eye.outerCorner]] + lids + [open[eye.innerCorner]]
    }

    /// One lid of one frame: the places between two lines from corner to corner.
    private struct Lid {
        let top: [Point]
        let edge: [Point]
        let skin: Skin
        let strength: Float
        let isWhole: Bool

        /// Luma differences up to `alike` are the skin's own, from `foreign` on they are something else.
        private static let alike: Float = 16
        private static let foreign: Float = 52

        func paintLuma(in frame: MutableFramePointers) {
            forEachPlace(width: frame.width, height: frame.height, scale: 1) { x, y, down, skin in
                let at = y * frame.width + x
                let target = skin.x * (shadeAbove(down) * (0.90 + 0.30 * down * (1 - down))) + 16
                let share = share(of: Float(frame.luma[at]) - target, down)
                frame.luma[at] = Sampling.mix(
                    frame.luma[at], Int32(min(max(target + 0.5, 16), 235)), Int32(share * 255))
            }
        }

        func paintChroma(in frame: MutableFramePointers) {
            let width = frame.width / 2
            forEachPlace(width: width, height: frame.height / 2, scale: 2) { x, y, down, skin in
                let at = y * width + x
                let luma = Float(frame.luma[2 * y * frame.width + 2 * x])
                let colour = abs(Float(frame.blue[at]) - 128 - skin.y) + abs(Float(frame.red[at]) - 128 - skin.z)
                let mix = Int32(
                    max(share(of: luma - 16 - skin.x * shadeAbove(down), down), share(of: colour, down)) * 255)
                frame.blue[at] = Sampling.mix(frame.blue[at], Int32(min(max(skin.y + 128.5, 16), 240)), mix)
                frame.red[at] = Sampling.mix(frame.red[at], Int32(min(max(skin.z + 128.5, 16), 240)), mix)
            }
        }

        /// The light that is left of a lid, between its beginning and its edge.
        @inline(__always)
        private func shadeAbove(_ down: Float) -> Float {
            let mean = (1 + skin.above) / 2
            return skin.above + (mean - skin.above) * down
        }

        @inline(__always)
        private func share(of difference: Float, _ down: Float) -> Float {
            if isWhole { return min(down * 4, 1) }
            let foreign = min(max((abs(difference) - Self.alike) / (Self.foreign - Self.alike), 0), 1)
            return foreign * strength * min(down * 2.6, 1)
        }

        /// Calls `body` with the pixels between the lines, and how far down between them each lies, 0…1.
        @inline(__always)
        private func forEachPlace(
            width: Int, height: Int, scale: Float, _ body: (Int, Int, Float, SIMD4<Float>) -> Void
        ) {
            let ends = (top[0].x, top[top.count - 1].x)
            let left = min(top[0].x, top[top.count - 1].x) / scale
            let right = max(top[0].x, top[top.count - 1].x) / scale
            let (first, last) = (max(Int(left) + 1, 0), min(Int(right), width - 1))
            guard first <= last else { return }
            for x in first...last {
                let place = (Float(x) + 0.5) * scale
                let (start, end) = (Self.height(of: top, at: place) / scale, Self.height(of: edge, at: place) / scale)
                guard end - start > 0.75 else { continue }
                let rows = max(Int(start + 0.5), 0)..<max(min(Int(end + 0.5), height), 0)
                guard rows.lowerBound < rows.upperBound else { continue }
                let inwards = (place - ends.0) / (ends.1 - ends.0)
                let colour = skin.outer * (1 - inwards) + skin.inner * inwards
                for y in rows { body(x, y, min(max((Float(y) + 0.5 - start) / (end - start), 0), 1), colour) }
            }
        }

        private static func height(of line: [Point], at x: Float) -> Float {
            for (start, end) in zip(line, line.dropFirst()) where (start.x <= x) != (end.x <= x) {
                return start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x)
            }
            return line[0].y
        }
    }
}

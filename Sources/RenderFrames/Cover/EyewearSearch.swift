import RenderFace
import RenderMedia

/// Looks for glasses in a portrait.
///
/// Whatever the glasses, the lower rims run across the cheeks below the eyes, where skin has nothing so even and so
/// sharp: wrinkles fade towards their ends. A thin line darker or lighter than both its sides is looked for there. On
/// thirty faces without glasses, painted and photographed, its clarity was 7 at most and about 0 below both eyes.
struct EyewearSearch {
    private let portrait: Image
    private let landmarks: [Point]
    private let frame: FaceFrame

    private static let columns = 21
    /// Steps of `step` units (IOD) below the line through the eye's corners.
    private static let rows = 14...50
    private static let step: Float = 0.01
    /// How far beside a rim lies the skin, in steps.
    private static let flank = 4...7
    private static let stiffness: Float = 1
    /// How clear in luma the rims below both eyes are together, and the most that one of them counts.
    private static let leastClarity: Float = 12
    private static let mostClarity: Float = 40
    /// Luma by which something differs from skin more than a fold does.
    private static let foreign: Float = 55
    /// Behind dark glasses all of an eye has at most this share of the light on the cheeks.
    private static let darkShare: Float = 0.5

    init(portrait: Image, landmarks: [Point]) {
        self.portrait = portrait
        self.landmarks = landmarks
        frame = FaceFrame(landmarks: landmarks)
    }

    var eyewear: FaceCover.Eyewear {
        let clarity = FaceTopology.eyes.reduce(Float(0)) { $0 + min(max(rimClarity(below: $1), 0), Self.mostClarity) }
        guard clarity >= Self.leastClarity else { return .none }
        return FaceTopology.eyes.allSatisfy(isDark) ? .dark : .clear
    }

    /// Whether something other than skin lies between a lid and its fold, above the lashes.
    var hasCloseRims: Bool {
        FaceTopology.eyes.contains { eye in
            let lumas = eye.crease.indices.dropFirst().dropLast().flatMap { index -> [Float] in
                let (lid, fold) = (landmarks[eye.upperLid[index]], landmarks[eye.crease[index]])
                return [0.6, 0.75, 0.9, 1.05].map { luma(lid + (fold - lid) * $0) }
            }.sorted()
            let skin = lumas[lumas.count / 2]
            return lumas.filter { abs($0 - skin) > Self.foreign }.count >= 2
        }
    }

    /// How much darker, or lighter, than skin a rim below an eye is along its way, in luma.
    private func rimClarity(below eye: EyeTopology) -> Float {
        let (outer, inner) = (landmarks[eye.outerCorner], landmarks[eye.innerCorner])
        let centre = (outer + inner) / 2
        let reach = Self.flank.upperBound
        let profiles = (0..<Self.columns).map { column in
            let aside = Float(column) / Float(Self.columns - 1) * 2 - 1
            return (Self.rows.lowerBound - reach...Self.rows.upperBound + reach).map { row in
                luma(
                    centre + (inner - outer) * (0.8 * aside)
                        + frame.displacement(right: 0, down: Float(row) * Self.step))
            }
        }
        let darker = profiles.map { ridge($0) { flanks, here in flanks.min() - here } }
        let lighter = profiles.map { ridge($0) { flanks, here in here - flanks.max() } }
        return max(Self.clarity(darker), Self.clarity(lighter))
    }

    private static func clarity(_ ridges: [[Float]]) -> Float {
        let path = LineSearch.path(through: ridges.map { $0.map { -$0 } }, stiffness: stiffness)
        return LineSearch.clarity(zip(ridges, path).map { $0[$1] })
    }

    /// What stands out at each step of a profile of lumas, by the means of its two flanks and what is there.
    private func ridge(_ lumas: [Float], _ height: (SIMD2<Float>, Float) -> Float) -> [Float] {
        let reach = Self.flank.upperBound
        return (reach..<lumas.count - reach).map { at in
            var sums = SIMD2<Float>.zero
            for distance in Self.flank { sums += SIMD2(lumas[at - distance], lumas[at + distance]) }
            return height(sums / Float(Self.flank.count), lumas[at])
        }
    }

    private func isDark(_ eye: EyeTopology) -> Bool {
        let ring = eye.upperLid + eye.lowerLid + [eye.outerCorner, eye.innerCorner]
        let centre = ring.reduce(Point.zero) { $0 + landmarks[$1] } / Float(ring.count)
        let inside = ring.flatMap { [luma(landmarks[$0]), luma((landmarks[$0] + centre) / 2)] } + [luma(centre)]
        let cheeks = FaceCover.cheekSkin.map { luma(landmarks[$0]) }.sorted()
        return inside.allSatisfy { $0 < Self.darkShare * cheeks[cheeks.count / 2] }
    }

    private func luma(_ place: Point) -> Float { CentredColour(rgb: portrait.colour(near: place)).parts.x }
}

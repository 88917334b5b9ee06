import RenderFace
import RenderMedia

/// A colour as encoders see it, with 0 for black and for grey: luma 0…219, blue and red chroma -112…112. Colours in this
/// form can be mixed and shaded by plain arithmetic.
struct CentredColour: Sendable, Equatable {
    var parts: SIMD4<Float>

    /// `parts` are luma, blue and red chroma, and a fourth that is not used.
    init(parts: SIMD4<Float>) { self.parts = parts }

    init(luma: Float, blue: Float, red: Float) { parts = SIMD4(luma, blue, red, 0) }

    /// `rgb` parts are 0…255.
    init(rgb: SIMD3<Float>) {
        let luma = 0.2126 * rgb.x + 0.7152 * rgb.y + 0.0722 * rgb.z
        self.init(
            luma: luma * 219 / 255, blue: (rgb.z - luma) / 1.8556 * 224 / 255,
            red: (rgb.x - luma) / 1.5748 * 224 / 255)
    }

    /// The same brightness with a share of the colour, 0…1.
    func toned(_ share: Float) -> CentredColour {
        CentredColour(luma: parts.x, blue: parts.y * share, red: parts.z * share)
    }
}

/// The colours of the inside of a mouth, fitted to a portrait's light and palette: a sepia picture gets a sepia tongue.
struct MouthPalette: Sendable, Equatable {
    let cavity: CentredColour
    let tongue: CentredColour
    let gum: CentredColour
    let enamel: CentredColour
    /// The inside of the cheeks, which fills the corners of a wide mouth.
    let cheek: CentredColour
    /// The lips outside, from which their wet inner side is made.
    let lips: CentredColour
    /// The darker places round the mouth: in a beard, the shade under its hair.
    let shade: CentredColour

    /// `teeth` is the colour of the person's own teeth, where the portrait shows them.
    init(portrait: Image, mesh: FaceMesh, teeth: CentredColour? = nil) {
        let skin = Self.sorted(Self.skinSamples(portrait, mesh))
        let bright = Self.mean(skin.suffix(max(skin.count / 5, 1)))
        let lips = Self.mean(Self.lipSamples(portrait, mesh))
        // The light on the face, from its brighter fifth: a cheek alone may lie in the shade and gives grey teeth.
        let light = min(max(bright.sum() / 3 / 190, 0.42), 1.02)
        let lipColour = CentredColour(rgb: lips)
        let skinColour = CentredColour(rgb: bright)
        let tone = Self.tone(of: [skinColour, lipColour])
        func tissue(_ red: Float, _ green: Float, _ blue: Float) -> CentredColour {
            let plain = CentredColour(rgb: SIMD3(red, green, blue) * light).toned(tone)
            let scale = plain.parts.x / max(lipColour.parts.x, 12) * 1.35
            let tinted = SIMD4(plain.parts.x, lipColour.parts.y * scale, lipColour.parts.z * scale, 0)
            return CentredColour(parts: plain.parts * 0.55 + tinted * 0.45)
        }
        cavity = tissue(84, 33, 33)
        tongue = tissue(196, 104, 104)
        cheek = tissue(124, 68, 64)
        gum = tissue(170, 100, 98)
        let white = CentredColour(rgb: SIMD3(208, 201, 188) * light).toned(tone)
        let tint = 0.62 * white.parts.x / max(skinColour.parts.x, 20)
        enamel =
            teeth
            ?? CentredColour(
                luma: white.parts.x, blue: 0.5 * white.parts.y + tint * skinColour.parts.y,
                red: 0.5 * white.parts.z + tint * skinColour.parts.z)
        self.lips = CentredColour(parts: lipColour.parts)
        let around = Self.sorted(FaceTopology.roundMouth.map { portrait.colour(near: mesh.rest[$0]) })
        shade = CentredColour(parts: CentredColour(rgb: Self.mean(around.prefix(around.count / 2))).parts * 0.7)
    }

    /// How coloured a portrait is: 0 for a grey one, 1 from the palest of living skins on.
    private static func tone(of colours: [CentredColour]) -> Float {
        let chroma = colours.map { max(abs($0.parts.y), abs($0.parts.z)) }.max() ?? 0
        return min(chroma / 6, 1)
    }

    private static func skinSamples(_ portrait: Image, _ mesh: FaceMesh) -> [SIMD3<Float>] {
        mesh.rest.prefix(FaceTopology.landmarkCount).map { portrait.colour(near: $0) }
    }

    private static func lipSamples(_ portrait: Image, _ mesh: FaceMesh) -> [SIMD3<Float>] {
        (2...8).map { index in
            let (outer, inner) = (FaceTopology.lowerOuterLip[index], FaceTopology.lowerInnerLip[index])
            return portrait.colour(near: mesh.rest[outer] * 0.5 + mesh.rest[inner] * 0.5)
        }
    }

    private static func sorted(_ colours: [SIMD3<Float>]) -> [SIMD3<Float>] { colours.sorted { $0.sum() < $1.sum() } }

    private static func mean(_ colours: some Collection<SIMD3<Float>>) -> SIMD3<Float> {
        colours.reduce(.zero, +) / Float(max(colours.count, 1))
    }
}

extension Image {
    /// The mean of the 3 x 3 pixels round a place, parts 0…255; places outside have the colour of the edge.
    func colour(near point: Point) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        for dy in -1...1 {
            for dx in -1...1 {
                let x = min(max(Int(point.x.rounded(.down)) + dx, 0), width - 1)
                let y = min(max(Int(point.y.rounded(.down)) + dy, 0), height - 1)
                let at = (y * width + x) * 3
                sum += SIMD3(Float(pixels[at]), Float(pixels[at + 1]), Float(pixels[at + 2]))
            }
        }
        return sum / 9
    }
}

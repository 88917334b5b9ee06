import RenderFace
import RenderMedia
import RenderTesting
import Testing

@testable import RenderFrames

@Suite("The colours inside a mouth")
struct MouthPaletteTests {
    private let mesh = FaceMesh(landmarks: SampleFace.landmarks(centre: Point(120, 105), scale: 0.45))

    private func palette(of colour: [UInt8]) -> MouthPalette {
        let pixels = (0..<240 * 240).flatMap { _ in colour }
        return MouthPalette(portrait: Image(width: 240, height: 240, pixels: pixels), mesh: mesh)
    }

    private func colours(_ palette: MouthPalette) -> [CentredColour] {
        [palette.cavity, palette.tongue, palette.gum, palette.enamel, palette.cheek]
    }

    @Test(arguments: [30, 128, 250] as [UInt8]) func aGreyPortraitHasAGreyMouth(level: UInt8) {
        for colour in colours(palette(of: [level, level, level])) {
            #expect(abs(colour.parts.y) < 0.5 && abs(colour.parts.z) < 0.5)
        }
    }

    @Test func skinMakesTheMouthWarm() {
        let palette = palette(of: [196, 140, 112])
        for colour in colours(palette) { #expect(colour.parts.z > 1 && colour.parts.y < 0) }
        #expect(palette.enamel.parts.x > palette.tongue.parts.x && palette.tongue.parts.x > palette.cavity.parts.x)
    }
}

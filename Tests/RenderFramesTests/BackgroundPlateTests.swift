import RenderFrames
import RenderMedia
import Testing

@Suite("The picture without the figure")
struct BackgroundPlateTests {
    private static let side = 96

    private func image(_ colour: (_ x: Int, _ y: Int) -> [UInt8]) -> Image {
        let pixels = (0..<Self.side * Self.side).flatMap { colour($0 % Self.side, $0 / Self.side) }
        return Image(width: Self.side, height: Self.side, pixels: pixels)
    }

    private func plane(_ value: (_ x: Int, _ y: Int) -> Float) -> Plane {
        let values = (0..<Self.side * Self.side).map { value($0 % Self.side, $0 / Self.side) }
        return Plane(width: Self.side, height: Self.side, values: values)
    }

    private func pixel(_ image: Image, _ x: Int, _ y: Int) -> [UInt8] {
        Array(image.pixels[(y * Self.side + x) * 3..<(y * Self.side + x) * 3 + 3])
    }

    @Test func theFaintSkirtOfAMatteIsBackground() {
        let striped = image { x, _ in [x % 4 < 2 ? 40 : 200, 90, 90] }
        let matte = plane { x, _ in
            switch abs(x - 48) {
            case ..<16: 1
            case ..<32: 0.04
            default: 0
            }
        }
        let plate = BackgroundPlate.plate(
            behind: matte, reach: plane { _, _ in 1 }, in: striped, margin: 3)
        for x in [20, 24, 72, 76] { #expect(pixel(plate, x, 48) == pixel(striped, x, 48), "column \(x)") }
        #expect(pixel(plate, 48, 48) != pixel(striped, 48, 48))
    }

    @Test func whatDoesNotMoveOfTheFigureColoursNothingBehindIt() {
        // A green head that moves on red shoulders that do not, before blue.
        let figure = plane { x, y in y >= 60 || abs(x - 48) < 14 && y > 20 ? 1 : 0 }
        let picture = image { x, y in
            if figure.values[y * Self.side + x] == 0 { return [0, 0, 200] }
            return y >= 60 ? [220, 0, 0] : [0, 220, 0]
        }
        let plate = BackgroundPlate.plate(
            behind: figure, reach: plane { _, y in y >= 60 ? 0 : 1 }, in: picture, margin: 2)
        for y in 21..<60 { #expect(pixel(plate, 48, y) == [0, 0, 200], "row \(y)") }
        #expect(pixel(plate, 48, 80) == [220, 0, 0])
    }

    @Test func aPictureThatIsAllFigureIsItsOwnPlate() {
        let picture = image { x, y in [UInt8(x), UInt8(y), 7] }
        let all = plane { _, _ in 1 }
        #expect(BackgroundPlate.plate(behind: all, reach: all, in: picture, margin: 4) == picture)
    }
}

import RenderFace
import RenderFrames
import RenderMedia
import RenderTesting

/// A made-up portrait of 240 x 240 pixels with a textured figure before a striped background.
enum SampleStage {
    static let side = 240

    static func image() -> Image {
        var pixels: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                let isFigure = coverage(x, y) > 0.5
                pixels +=
                    isFigure
                    ? [UInt8(150 + (x * 3 + y) % 60), UInt8(100 + (x + y * 2) % 50), UInt8(90 + (x * y) % 40)]
                    : [UInt8(20 + x % 32), UInt8(60 + y % 16), 120]
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// A head and shoulders, soft over two pixels.
    static func coverage(_ x: Int, _ y: Int) -> Float {
        let (across, down) = (Float(x) - 120, Float(y) - 100)
        let head = 85 - (across * across + down * down * 0.8).squareRoot()
        let shoulders = min(Float(y) - 180, 110 - abs(across))
        return min(max(max(head, shoulders) / 2 + 0.5, 0), 1)
    }

    static func portrait() -> Portrait {
        var matte = Plane(width: side, height: side)
        for index in matte.values.indices { matte.values[index] = coverage(index % side, index / side) }
        let rig = FaceRig(
            landmarks: SampleFace.landmarks(centre: Point(120, 105), scale: 0.45),
            depths: SampleFace.depths(scale: 0.45), pictureSize: Point(Float(side), Float(side)))
        return Portrait(image: image(), rig: rig, matte: matte)
    }
}

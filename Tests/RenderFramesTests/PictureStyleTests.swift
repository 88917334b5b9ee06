import RenderFace
import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Light, background and camera")
struct PictureStyleTests {
    private func style(warmth: Float = 0, blur: Float = 0) -> PictureStyle {
        var style = PictureStyle()
        (style.warmth, style.backgroundBlur) = (warmth, blur)
        return style
    }

    private func drawn(_ style: PictureStyle, seenIn view: CameraPath.View? = nil) -> VideoFrame {
        let renderer = SampleStage.portrait().renderer(style)
        var canvas = FrameCanvas(renderer.layers)
        renderer.draw(FacePose(), seenIn: view, on: &canvas)
        return canvas.frame
    }

    @Test func warmLightIsRedderAndAsBright() {
        let grey = Image(width: 2, height: 2, pixels: [UInt8](repeating: 128, count: 12))
        let (warm, cold) = (style(warmth: 1).lit(grey), style(warmth: -1).lit(grey))
        #expect(warm.pixels[0] > 138 && warm.pixels[2] < 108)
        #expect(cold.pixels[0] < 118 && cold.pixels[2] > 148)
        for image in [warm, cold] {
            #expect(abs(Int(VideoFrame(image).luma[0]) - Int(VideoFrame(grey).luma[0])) <= 1)
        }
        #expect(style().lit(grey) == grey)
    }

    @Test func onlyTheBackgroundIsBlurred() {
        let (sharp, blurred) = (drawn(style()), drawn(style(blur: 1)))
        func spread(_ frame: VideoFrame, _ columns: Range<Int>, _ rows: Range<Int>) -> Int {
            let values = rows.flatMap { y in columns.map { x in Int(frame.luma[y * SampleStage.side + x]) } }
            return (values.max() ?? 0) - (values.min() ?? 0)
        }
        #expect(spread(blurred, 0..<16, 10..<60) < spread(sharp, 0..<16, 10..<60) / 2)
        for (columns, rows) in [(100..<140, 60..<90), (100..<140, 200..<230)] {
            #expect(spread(blurred, columns, rows) > spread(sharp, columns, rows) * 9 / 10)
        }
    }

    @Test func anUsualStyleCostsAndChangesNothing() {
        #expect(drawn(style()) == drawn(PictureStyle()))
    }

    @Test func aZoomEnlargesAboutItsCentre() {
        let whole = drawn(style())
        let zoomed = drawn(style(), seenIn: CameraPath.View(scale: 2, centre: [0.5, 0.5]))
        let side = SampleStage.side
        for (x, y) in [(60, 60), (180, 60), (120, 120), (100, 170)] {
            let place = (y / 2 + side / 4) * side + x / 2 + side / 4
            let around = [place, place - 1, place - side, place - side - 1].map { Int(whole.luma[$0]) }
            let value = Int(zoomed.luma[y * side + x])
            #expect(value >= (around.min() ?? 0) - 2 && value <= (around.max() ?? 0) + 2)
        }
    }

    @Test(arguments: [CameraPath.Move.push, .pull, .drift]) func theCameraNeverLeavesThePicture(move: CameraPath.Move) {
        for seconds in [0.2, 3, 60, 600] {
            let path = CameraPath(move, seconds: seconds, seed: 5)
            var before: CameraPath.View?
            for step in 0...200 {
                guard let view = path.view(atSeconds: Double(step) / 25) else {
                    Issue.record("a camera that moves sees a part")
                    return
                }
                #expect(view.scale >= 1.01 && view.scale < 1.1)
                #expect(all(view.centre .>= 0) && all(view.centre .<= 1))
                if let before, seconds > 1 { #expect(abs(view.scale - before.scale) < 0.003) }
                before = view
            }
        }
        #expect(CameraPath(.still, seconds: 3, seed: 5).view(atSeconds: 1) == nil)
    }

    @Test func aCanvasForgetsTheCamera() {
        let renderer = SampleStage.portrait().renderer()
        var canvas = FrameCanvas(renderer.layers)
        renderer.draw(FacePose(), seenIn: CameraPath.View(scale: 1.05, centre: [0.5, 0.5]), on: &canvas)
        renderer.draw(FacePose(), on: &canvas)
        #expect(canvas.frame == drawn(style()))
    }
}

import RenderFace
import RenderFrames
import RenderMedia
import Testing

@Suite("Drawing a posed face")
struct FrameRendererTests {
    private let renderer = SampleStage.portrait().renderer()

    private func pose(yaw: Float = 0, jaw: Float = 0, blink: Float = 0) -> FacePose {
        var pose = FacePose()
        pose.head.yaw = yaw
        pose.expression[.jaw] = jaw
        pose.expression[.blink] = blink
        return pose
    }

    private func drawn(_ pose: FacePose) -> VideoFrame {
        var canvas = FrameCanvas(renderer.layers)
        renderer.draw(pose, on: &canvas)
        return canvas.frame
    }

    @Test func aFaceAtRestIsThePortrait() {
        let frame = drawn(FacePose())
        let portrait = VideoFrame(SampleStage.image())
        let differences = zip(frame.luma, portrait.luma).map { abs(Int($0) - Int($1)) }
        // Rounding along the outline, where figure and plate are mixed again.
        #expect(differences.filter { $0 > 3 }.count < differences.count / 100)
        #expect(differences.reduce(0, +) < differences.count / 4)
    }

    @Test func theBackgroundStaysStill() {
        let (left, right) = (drawn(pose(yaw: -0.06)), drawn(pose(yaw: 0.06)))
        #expect(left != right)
        let beside = Array(0..<16) + Array(SampleStage.side - 16..<SampleStage.side)
        for y in 0..<160 {
            let changed = beside.filter {
                left.luma[y * SampleStage.side + $0] != right.luma[y * SampleStage.side + $0]
            }
            #expect(changed.isEmpty, "row \(y)")
        }
    }

    @Test func anUsedCanvasShowsTheSameAsAFreshOne() {
        var canvas = FrameCanvas(renderer.layers)
        for used in [pose(yaw: 0.08, jaw: 1), pose(yaw: -0.08), pose(blink: 1), pose(yaw: 0.02, jaw: 0.6)] {
            renderer.draw(used, on: &canvas)
            #expect(canvas.frame == drawn(used))
        }
    }

    @Test func framesDrawnAtOnceAreTheSameAsOneByOne() async {
        let poses = (0..<6).map { pose(yaw: Float($0) * 0.02 - 0.05, jaw: Float($0) / 5) }
        let renderer = renderer
        let together = await withTaskGroup(of: (Int, VideoFrame).self) { group in
            for (index, pose) in poses.enumerated() {
                group.addTask {
                    var canvas = FrameCanvas(renderer.layers)
                    renderer.draw(pose, on: &canvas)
                    return (index, canvas.frame)
                }
            }
            var frames: [Int: VideoFrame] = [:]
            for await (index, frame) in group { frames[index] = frame }
            return frames
        }
        for (index, pose) in poses.enumerated() { #expect(together[index] == drawn(pose)) }
    }

    @Test func anOpenMouthIsDarkInside() {
        let (open, shut) = (drawn(pose(jaw: 1)), drawn(FacePose()))
        func darkest(_ frame: VideoFrame) -> UInt8 {
            (140..<165).flatMap { y in (105..<135).map { x in frame.luma[y * SampleStage.side + x] } }.min() ?? 255
        }
        #expect(darkest(open) < darkest(shut))
    }

    @Test func wildPosesStayInsideTheFrame() {
        for yaw in [-3, 0.9, 30] as [Float] { _ = drawn(pose(yaw: yaw, jaw: 20, blink: 9)) }
    }
}

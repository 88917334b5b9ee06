import Glibc
package import RenderFace
package import RenderSpeech

/// What the face does in each frame of a clip.
package struct PoseTimeline: Sendable {
    package let frameCount: Int
    private let framesPerSecond: Int
    private let visemes: VisemeTimeline
    private let blinks: BlinkSchedule
    private let gazes: GazeSchedule
    private let style: MotionStyle
    /// Height of the gap between the portrait's own lips, in units.
    private let lipGap: Float
    /// Whether the eyes are hidden, so that what they do must not be drawn.
    private let hasHiddenEyes: Bool
    private let motion: HeadMotion
    private let camera: CameraPath
    /// Small movements of the brows.
    private let restlessBrows: SmoothNoise

    /// In units (IOD): 12 of the 63 millimetres between two eyes.
    private static let eyeballRadius: Float = 0.19

    package init(
        visemes: VisemeTimeline, prosody: Prosody, mesh: FaceMesh, frameCount: Int, framesPerSecond: Int, seed: UInt64,
        style: MotionStyle
    ) {
        self.frameCount = frameCount
        self.framesPerSecond = framesPerSecond
        self.visemes = visemes
        self.style = style
        lipGap = mesh.lipGap
        hasHiddenEyes = mesh.cover.eyewear == .dark
        let seconds = Double(frameCount) / Double(framesPerSecond)
        blinks = BlinkSchedule(
            frames: frameCount, framesPerSecond: framesPerSecond, seed: seed, perMinute: style.blinksPerMinute)
        camera = CameraPath(style.camera, seconds: seconds, seed: seed)
        gazes = GazeSchedule(seconds: seconds, seed: seed)
        // The last frame is shown a frame before the end: it is the one at rest.
        motion = HeadMotion(
            prosody: prosody, seconds: seconds - 1 / Double(framesPerSecond), seed: seed, liveliness: style.head)
        restlessBrows = SmoothNoise(seed: seed, stream: 6, knotSeconds: 1.1)
    }

    /// What the camera sees in a frame; nil for all of the picture.
    package func view(ofFrame frame: Int) -> CameraPath.View? {
        camera.view(atSeconds: Double(frame) / Double(framesPerSecond))
    }

    package func pose(ofFrame frame: Int) -> FacePose {
        let seconds = Double(frame) / Double(framesPerSecond)
        let shape = visemes.shape(ofFrame: frame, framesPerSecond: framesPerSecond)
        var pose = FacePose()
        pose.expression = expression(of: shape)
        let brow = motion.brow(atSeconds: seconds) + 0.1 * restlessBrows.value(atSeconds: seconds)
        pose.expression[.brow] = min(max(brow, -0.25), 1) * style.brows * motion.envelope(seconds)
        pose.expression[.smile] = style.smile
        pose.expression[.frown] = style.frown
        pose.head = motion.pose(atSeconds: seconds)
        if !hasHiddenEyes { moveEyes(&pose, frame, seconds) }
        pose.tongue = shape.tongue
        return pose
    }

    private func moveEyes(_ pose: inout FacePose, _ frame: Int, _ seconds: Double) {
        // The eyes stay on the listener while the head turns about them.
        let turn = SIMD2(sin(pose.head.yaw), sin(pose.head.pitch)) * Self.eyeballRadius
        pose.gaze = gazes.gaze(atSeconds: seconds) - turn
        // The lid goes down with the eye.
        pose.expression[.blink] = max(blinks.closure[frame], min(max(pose.gaze.y * 9, 0), 0.12))
    }

    /// A portrait with an open mouth already is an open viseme: as the mouth opens, the movement that shut its lips
    /// fades, and the jaw has that much less to do. So a wide vowel shows the portrait's own mouth.
    private func expression(of shape: MouthShape) -> ExpressionWeights {
        var weights = ExpressionWeights()
        let openness = min(shape.jaw * 1.25 + 0.25 * shape.wide + 0.2 * shape.upperLip, 1)
        let isOpenMouthed = min(max((lipGap - 0.03) / 0.05, 0), 1)
        let close = 1 - openness * isOpenMouthed
        let spared = (1 - close) * lipGap / ExpressionBasis.jawDrop * 0.8
        weights[.close] = close
        weights[.jaw] = max(shape.jaw * style.mouth - spared, 0)
        weights[.pucker] = shape.pucker
        weights[.wide] = shape.wide
        weights[.upperLip] = shape.upperLip
        weights[.lowerLip] = shape.lowerLip
        weights[.tuck] = shape.tuck
        weights[.press] = shape.press
        return weights
    }
}

import Glibc
package import RenderFace
package import RenderSpeech

/// What the face does in each frame of a clip.
package struct PoseTimeline: Sendable {
    package let frameCount: Int
    private let framesPerSecond: Int
    private let visemes: VisemeTimeline
    private let prosody: Prosody
    private let blinks: BlinkSchedule
    private let style: MotionStyle
    /// Height of the gap between the portrait's own lips, in units.
    private let lipGap: Float
    private let noises: [SmoothNoise]

    /// Spread of the head's turns in radians and of its shifts in units. More than this shows that the head is a picture.
    private enum Spread {
        static let yaw: Float = 0.034
        static let pitch: Float = 0.014
        static let roll: Float = 0.013
        static let right: Float = 0.010
        static let down: Float = 0.006
    }

    package init(
        visemes: VisemeTimeline, prosody: Prosody, mesh: FaceMesh, frameCount: Int, framesPerSecond: Int, seed: UInt64,
        style: MotionStyle
    ) {
        self.frameCount = frameCount
        self.framesPerSecond = framesPerSecond
        self.visemes = visemes
        self.prosody = prosody
        self.style = style
        lipGap = mesh.lipGap
        blinks = BlinkSchedule(frames: frameCount, framesPerSecond: framesPerSecond, seed: seed)
        let knots = [1.05, 0.9, 1.2, 0.95, 0.8, 1.1]
        noises = knots.enumerated().map {
            SmoothNoise(seed: seed, stream: UInt64($0.offset + 1), knotSeconds: $0.element)
        }
    }

    package func pose(ofFrame frame: Int) -> FacePose {
        let seconds = Double(frame) / Double(framesPerSecond)
        let shape = visemes.shape(ofFrame: frame, framesPerSecond: framesPerSecond)
        let step = min(Int(seconds * Double(Prosody.stepsPerSecond)), prosody.emphasis.count - 1)
        let emphasis = step >= 0 ? prosody.emphasis[step] : 0
        var pose = FacePose()
        pose.expression = expression(of: shape)
        pose.expression[.blink] = blinks.closure[frame]
        pose.expression[.brow] =
            min(max(1.1 * emphasis + 0.12 * noises[5].value(atSeconds: seconds), -0.3), 1) * style.brows
        pose.head = head(atSeconds: seconds, emphasis: emphasis)
        pose.tongue = shape.tongue
        return pose
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

    private func head(atSeconds seconds: Double, emphasis: Float) -> HeadPose {
        var head = HeadPose()
        head.yaw = Spread.yaw * noises[0].value(atSeconds: seconds) * style.head
        head.pitch = (Spread.pitch * noises[1].value(atSeconds: seconds) + 0.045 * emphasis) * style.head
        head.roll = Spread.roll * noises[2].value(atSeconds: seconds) * style.head
        head.shiftRight = Spread.right * noises[3].value(atSeconds: seconds) * style.head
        let breath = Float(sin(2 * Double.pi * seconds / 3.9))
        head.shiftDown = (Spread.down * noises[4].value(atSeconds: seconds)) * style.head + 0.008 * breath
        return head
    }
}

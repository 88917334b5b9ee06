import RenderFrames
import RenderProtocol

extension MotionStyle {
    /// What a direction means for the face and the camera. Moods change the motion too: who is calm moves less and whose
    /// enthusiasm shows moves more, smiles a little and speaks with higher brows.
    init(_ direction: Direction) {
        self.init()
        let (calm, earnest) = (Float(direction.calm) / 100, Float(direction.earnest) / 100)
        let enthusiastic = Float(direction.enthusiastic) / 100
        let motion = Float(direction.motion) / 100
        head = min(motion * (1 - 0.35 * calm) * (1 - 0.15 * earnest) * (1 + 0.40 * enthusiastic), 2)
        brows = (0.5 + 0.5 * min(motion, 1)) * (1 - 0.4 * calm) * (1 - 0.3 * earnest) * (1 + 0.5 * enthusiastic)
        mouth = 1 - 0.04 * calm + 0.07 * enthusiastic
        smile = min(Float(direction.smile) / 100 + 0.2 * enthusiastic, 1)
        frown = 0.6 * earnest
        blinksPerMinute = Double(direction.blinksPerMinute)
        camera = CameraPath.Move(direction.camera)
    }
}

extension PictureStyle {
    init(_ direction: Direction) {
        self.init()
        warmth = Float(direction.warmth) / 100
        backgroundBlur = Float(direction.backgroundBlur) / 100
    }
}

extension CameraPath.Move {
    init(_ move: CameraMove) {
        self =
            switch move {
            case .still: .still
            case .push: .push
            case .pull: .pull
            case .drift: .drift
            }
    }
}

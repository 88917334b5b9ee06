/// How a video is directed: everything about it that a prompt or the settings can ask for beyond picture and sound.
///
/// Whole numbers throughout, so that it is the same wherever it is worked out.
package struct Direction: Codable, Sendable, Equatable {
    /// How much the head moves, in hundredths of the usual.
    package var motion = Direction.usual.motion
    /// How much of each mood the face shows, 0…100.
    package var smile = 0
    package var calm = 0
    package var earnest = 0
    package var enthusiastic = 0
    package var blinksPerMinute = Direction.usual.blinksPerMinute
    package var camera = CameraMove.still
    /// Colour of the light: -100 is as cold as moonlight, 100 as warm as a candle's.
    package var warmth = 0
    /// How far the background is out of focus, 0…100.
    package var backgroundBlur = 0

    /// What is usual when nothing else is asked for: 17 blinks a minute are a person's at rest (see `BlinkSchedule`).
    package static let usual = (motion: 100, blinksPerMinute: 17)

    /// What the numbers may be; a prompt never leaves these ranges.
    package enum Limits {
        package static let motion = 0...200
        package static let share = 0...100
        package static let blinksPerMinute = 0...40
        package static let warmth = -100...100
    }

    /// Nothing is asked for.
    package init() {}

    /// What `prompt` asks for, followed as strongly as `cfgScaleHundredths` says, and on top of it what is stated.
    package init(prompt: String, cfgScaleHundredths: Int, stated: StatedDirection) {
        self.init(PromptReading(prompt).wishes, cfgScaleHundredths: cfgScaleHundredths)
        apply(stated)
    }

    init(_ wishes: [PromptWish], cfgScaleHundredths: Int) {
        let strength = Self.strength(cfgScaleHundredths)
        guard strength > 0 else { return }
        for wish in wishes { apply(wish.effect, strength) }
    }

    /// How far a wish is followed, in hundredths: 0 for a scale of 0, 100 for 1, 130 for 2, and never more than 160.
    private static func strength(_ cfgScaleHundredths: Int) -> Int {
        let scale = max(cfgScaleHundredths, 0)
        return scale <= 100 ? scale : 100 + 60 * (scale - 100) / scale
    }

    private mutating func apply(_ effect: PromptWish.Effect, _ strength: Int) {
        func follow(_ value: inout Int, to wanted: Int, from usual: Int, in limits: ClosedRange<Int>) {
            let reached = usual + (wanted - usual) * strength / 100
            value = min(max(reached, limits.lowerBound), limits.upperBound)
        }
        switch effect {
        case .motion(let wanted): follow(&motion, to: wanted, from: Self.usual.motion, in: Limits.motion)
        case .smile(let wanted): follow(&smile, to: wanted, from: 0, in: Limits.share)
        case .calm(let wanted): follow(&calm, to: wanted, from: 0, in: Limits.share)
        case .earnest(let wanted): follow(&earnest, to: wanted, from: 0, in: Limits.share)
        case .enthusiastic(let wanted): follow(&enthusiastic, to: wanted, from: 0, in: Limits.share)
        case .blinks(let wanted):
            follow(
                &blinksPerMinute, to: wanted, from: Self.usual.blinksPerMinute, in: Limits.blinksPerMinute)
        case .camera(let wanted): if strength >= 50 { camera = wanted }
        case .warmth(let wanted): follow(&warmth, to: wanted, from: 0, in: Limits.warmth)
        case .backgroundBlur(let wanted): follow(&backgroundBlur, to: wanted, from: 0, in: Limits.share)
        }
    }

    private mutating func apply(_ stated: StatedDirection) {
        if let value = stated.motion { motion = value }
        if let value = stated.blinksPerMinute { blinksPerMinute = value }
        if let value = stated.camera { camera = value }
        if let value = stated.warmth { warmth = value }
        if let value = stated.backgroundBlur { backgroundBlur = value }
        guard let expression = stated.expression else { return }
        (smile, calm, earnest, enthusiastic) = (0, 0, 0, 0)
        switch expression {
        case .neutral: break
        case .smile: smile = PromptTopic.mood
        case .calm: calm = PromptTopic.mood
        case .earnest: earnest = PromptTopic.mood
        case .enthusiastic: enthusiastic = PromptTopic.mood
        }
    }
}

/// What the settings of a scene state of its direction; nothing that is `nil` is stated.
package struct StatedDirection: Codable, Sendable, Equatable {
    package enum Expression: String, Codable, Sendable, CaseIterable {
        case neutral, smile, calm, earnest, enthusiastic
    }

    /// Within `Direction.Limits`, all of them.
    package var motion: Int?
    package var expression: Expression?
    package var blinksPerMinute: Int?
    package var camera: CameraMove?
    package var warmth: Int?
    package var backgroundBlur: Int?

    package init() {}
}

/// What the camera does during a video.
package enum CameraMove: String, Codable, Sendable, CaseIterable {
    case still
    /// Comes a little nearer.
    case push
    /// Draws a little back.
    case pull
    /// Floats a little, as held by hand.
    case drift
}

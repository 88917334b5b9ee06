/// What settings state of motion, mood, camera and light. What is `nil` is left to the prompt, and is in no key.
package struct DirectedSettings: Hashable, Sendable {
    /// How much the head moves, in hundredths of the usual: 0…200.
    package private(set) var motion: Int?
    package private(set) var expression: FacialExpression?
    /// Blinks a minute, 0…40.
    package private(set) var blinkRate: Int?
    package private(set) var camera: CameraMovement?
    /// Colour of the light, from cold to warm: -100…100.
    package private(set) var warmth: Int?
    /// How far the background is out of focus, 0…100.
    package private(set) var backgroundBlur: Int?

    mutating func apply(_ value: DirectedSettingValue) {
        switch value {
        case .motion(let value): motion = value
        case .expression(let value): expression = value
        case .blinkRate(let value): blinkRate = value
        case .camera(let value): camera = value
        case .warmth(let value): warmth = value
        case .backgroundBlur(let value): backgroundBlur = value
        }
    }

    /// What is stated, in the order of keys and documents: names as in a scene file, numbers and words.
    package var stated: [(name: SettingName, value: Stated)] {
        let all: [(SettingName, Stated?)] = [
            (.motion, motion.map { .number($0) }), (.expression, expression.map { .word($0.rawValue) }),
            (.blinkRate, blinkRate.map { .number($0) }), (.camera, camera.map { .word($0.rawValue) }),
            (.warmth, warmth.map { .number($0) }), (.backgroundBlur, backgroundBlur.map { .number($0) }),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// A value as it is written.
    package enum Stated: Hashable, Sendable {
        case number(Int)
        case word(String)
    }
}

/// One of these settings with a value for it.
package enum DirectedSettingValue: Hashable, Sendable {
    case motion(Int)
    case expression(FacialExpression)
    case blinkRate(Int)
    case camera(CameraMovement)
    case warmth(Int)
    case backgroundBlur(Int)

    var name: SettingName {
        switch self {
        case .motion: .motion
        case .expression: .expression
        case .blinkRate: .blinkRate
        case .camera: .camera
        case .warmth: .warmth
        case .backgroundBlur: .backgroundBlur
        }
    }

    var isInRange: Bool {
        switch self {
        case .motion(let value): SettingRange.motion.contains(value)
        case .blinkRate(let value): SettingRange.blinkRate.contains(value)
        case .warmth(let value): SettingRange.warmth.contains(value)
        case .backgroundBlur(let value): SettingRange.backgroundBlur.contains(value)
        case .expression, .camera: true
        }
    }
}

/// The mood that a face shows.
package enum FacialExpression: String, CaseIterable, Hashable, Sendable {
    case neutral, smile, calm, earnest, enthusiastic
}

/// What the camera does.
package enum CameraMovement: String, CaseIterable, Hashable, Sendable { case still, push, pull, drift }

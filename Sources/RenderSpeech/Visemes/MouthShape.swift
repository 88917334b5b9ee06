/// A shape of the mouth: how much it makes of each movement, 0…1.
package struct MouthShape: Sendable, Equatable {
    private var weights: SIMD8<Float>

    package static let rest = MouthShape(weights: .zero)

    package init(
        jaw: Float, pucker: Float = 0, wide: Float = 0, upperLip: Float = 0, lowerLip: Float = 0, tuck: Float = 0,
        press: Float = 0, tongue: Float = 0
    ) {
        weights = SIMD8(jaw, pucker, wide, upperLip, lowerLip, tuck, press, tongue)
    }

    private init(weights: SIMD8<Float>) { self.weights = weights }

    /// How far the jaw is down.
    package var jaw: Float {
        get { weights[0] }
        set { weights[0] = newValue }
    }
    /// How far the lips are rounded.
    package var pucker: Float {
        get { weights[1] }
        set { weights[1] = newValue }
    }
    /// How far the corners are drawn apart.
    package var wide: Float {
        get { weights[2] }
        set { weights[2] = newValue }
    }
    package var upperLip: Float {
        get { weights[3] }
        set { weights[3] = newValue }
    }
    package var lowerLip: Float {
        get { weights[4] }
        set { weights[4] = newValue }
    }
    /// How far the lower lip is under the upper teeth.
    package var tuck: Float {
        get { weights[5] }
        set { weights[5] = newValue }
    }
    /// How firmly the lips are shut.
    package var press: Float {
        get { weights[6] }
        set { weights[6] = newValue }
    }
    /// How much of the tongue shows.
    package var tongue: Float {
        get { weights[7] }
        set { weights[7] = newValue }
    }

    package static func + (left: Self, right: Self) -> Self { Self(weights: left.weights + right.weights) }
    package static func * (shape: Self, factor: Float) -> Self { Self(weights: shape.weights * factor) }

    static let channelCount = 8
    subscript(channel channel: Int) -> Float {
        get { weights[channel] }
        set { weights[channel] = newValue }
    }
}

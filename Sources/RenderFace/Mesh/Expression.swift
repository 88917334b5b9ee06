/// The movements that a face is made of. Each has a field of displacements, one for every vertex of the mesh; a face
/// is the weighted sum of them.
package enum Expression: Int, Sendable, CaseIterable {
    /// Brings the lips of an open-mouthed portrait together; at rest its weight is 1.
    case close
    /// Opens the mouth by turning the jaw down, 1 is as wide as speech gets.
    case jaw
    /// Rounds and narrows the lips, as in "oo".
    case pucker
    /// Draws the corners apart, as in "ee".
    case wide
    /// Lifts the upper lip off the teeth.
    case upperLip
    /// Draws the lower lip off the teeth.
    case lowerLip
    /// Puts the lower lip under the upper teeth, as in "f".
    case tuck
    /// Presses the lips together, as in "m".
    case press
    /// Lifts the corners of the mouth and the cheeks.
    case smile
    /// Closes both eyes.
    case blink
    /// Raises both eyebrows.
    case brow
    /// Draws the inner ends of the eyebrows down and together.
    case frown
}

/// How much of each movement a face makes; 0 is none, 1 is the most that speech needs. Sums may overshoot a little.
package struct ExpressionWeights: Sendable, Equatable {
    private var values: [Float]

    package init() { values = [Float](repeating: 0, count: Expression.allCases.count) }

    package subscript(expression: Expression) -> Float {
        get { values[expression.rawValue] }
        set { values[expression.rawValue] = newValue }
    }
}

/// How a head is held, as a small difference from the portrait. Angles in radians, shifts in units (IOD).
package struct HeadPose: Sendable, Equatable {
    /// Turn to the picture's right.
    package var yaw: Float = 0
    /// Nod: down is positive.
    package var pitch: Float = 0
    /// Tilt, clockwise in the picture.
    package var roll: Float = 0
    package var shiftRight: Float = 0
    package var shiftDown: Float = 0
    /// How far a breath lifts the shoulders, in units (IOD).
    package var breath: Float = 0

    package init() {}
}

/// Everything about a face at one moment.
package struct FacePose: Sendable, Equatable {
    package var expression = ExpressionWeights()
    package var head = HeadPose()
    /// How far the irises lie from where the portrait has them, in units (IOD) to the picture's right and down.
    package var gaze = SIMD2<Float>.zero
    /// How much of the tongue shows in an open mouth, 0…1.
    package var tongue: Float = 0

    package init() {}
}

import RenderFace

/// How a face behaves: factors on what it does by itself, 1 is as usual, and moods that it keeps up.
package struct MotionStyle: Sendable, Equatable {
    /// Turns, nods and sways of the head.
    package var head: Float = 1
    /// Raised eyebrows.
    package var brows: Float = 1
    /// How wide the mouth opens. Closures are never touched.
    package var mouth: Float = 1
    /// A smile kept up throughout, 0…1.
    package var smile: Float = 0
    /// Brows drawn together throughout, 0…1.
    package var frown: Float = 0
    package var blinksPerMinute: Double = BlinkSchedule.usualPerMinute
    package var camera = CameraPath.Move.still

    package init() {}
}

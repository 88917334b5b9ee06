import RenderFace
import RenderMedia

/// What the camera does during a clip: a slow change of the part of the picture that is seen.
package struct CameraPath: Sendable {
    package enum Move: Sendable, Equatable {
        case still
        /// Comes a little nearer.
        case push
        /// Draws a little back.
        case pull
        /// Floats a little, as held by hand.
        case drift
    }

    /// The part of a picture that is seen: it is enlarged `scale` times about `centre`, in shares of the picture's size.
    package struct View: Sendable, Equatable {
        package let scale: Float
        package let centre: SIMD2<Float>
    }

    private let move: Move
    private let seconds: Double
    private let noises: [SmoothNoise]

    /// The least that the picture is enlarged while the camera moves: its edge must never come into sight.
    private static let least: Float = 1.012
    /// How much nearer a push comes, by the second and at most.
    private static let rate = 0.011
    private static let most: Float = 0.065

    init(_ move: Move, seconds: Double, seed: UInt64) {
        self.move = move
        self.seconds = max(seconds, 0.04)
        noises = (41...43).map { SmoothNoise(seed: seed, stream: $0, knotSeconds: 2.4) }
    }

    /// What is seen at a moment; nil for all of the picture.
    func view(atSeconds time: Double) -> View? {
        let way = min(Float(Self.rate * seconds), Self.most)
        let share = Float(min(max(time / seconds, 0), 1))
        let eased = share * share * (3 - 2 * share)
        switch move {
        case .still: return nil
        case .push: return View(scale: Self.least + way * eased, centre: [0.5, 0.42])
        case .pull: return View(scale: Self.least + way * (1 - eased), centre: [0.5, 0.42])
        case .drift:
            let wander = noises.map { min(max($0.value(atSeconds: time), -2), 2) }
            // The centre decides which way the enlarged picture lies: all of its room is 0…1.
            return View(
                scale: Self.least + 0.018 + 0.004 * wander[2],
                centre: [0.5 + 0.22 * wander[0], 0.45 + 0.2 * wander[1]])
        }
    }
}

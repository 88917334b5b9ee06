import RenderMedia

/// Where the eyes look in each frame, beside where the portrait has them.
///
/// Eyes rest on a point for a while and leap to the next (saccades): who speaks looks at the listener most of the time
/// and aside now and then, for a second or less. Leaps of this size take 30 to 50 ms (Bahill, Clark and Stark, "The main
/// sequence", 1975), so a leap is done within a frame or two.
package struct GazeSchedule: Sendable, Equatable {
    /// In units (IOD) to the picture's right and down.
    private let fixations: [Fixation]

    private struct Fixation: Sendable, Equatable {
        let start: Double
        let place: SIMD2<Float>
    }

    /// The furthest that the eyes look aside, in units: an eyeball's radius is 0.19, so about 6 degrees.
    package static let reach = SIMD2<Float>(0.020, 0.007)
    private static let leapSeconds = 0.05

    /// `seconds` is the clip's length. The eyes begin and end where the portrait has them.
    package init(seconds: Double, seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 21)
        var fixations: [Fixation] = []
        var moment = 0.6 + random.unit()
        while moment < seconds - 0.5 {
            let isAside = random.unit() < 0.45 && fixations.last.map { $0.place.x.magnitude < Self.reach.x / 2 } ?? true
            // Near the listener's face the eyes go from eye to eye and to the mouth.
            let extent: SIMD2<Float> = isAside ? [1, 1] : [0.25, 0.4]
            let side: Float = random.unit() < 0.5 ? -1 : 1
            let across = side * Float(isAside ? 0.55 + 0.45 * random.unit() : random.unit())
            let along = Float(random.unit() * 2 - 1)
            fixations.append(Fixation(start: moment, place: Self.reach * extent * [across, along]))
            moment += isAside ? 0.45 + 0.7 * random.unit() : 0.5 + 2.0 * random.unit() * random.unit() + 0.4
        }
        fixations.append(Fixation(start: max(seconds - 0.4, 0), place: .zero))
        self.fixations = fixations
    }

    /// How far the irises lie from where the portrait has them, in units (IOD).
    package func gaze(atSeconds seconds: Double) -> SIMD2<Float> {
        guard let index = fixations.lastIndex(where: { $0.start <= seconds }) else { return .zero }
        let before = index > 0 ? fixations[index - 1].place : .zero
        let share = Float(min((seconds - fixations[index].start) / Self.leapSeconds, 1))
        return before + (fixations[index].place - before) * share
    }
}

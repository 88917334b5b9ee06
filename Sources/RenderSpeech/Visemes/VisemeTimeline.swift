/// The shape of the mouth at every moment of a clip.
package struct VisemeTimeline: Sendable, Equatable {
    /// Steps of the grid in a second.
    package static let stepsPerSecond = Prosody.stepsPerSecond

    /// One shape each 10 ms.
    package let shapes: [MouthShape]
    /// The same movement as a viewer would name it: one viseme after the other, without gaps, none shorter than 60 ms
    /// (but for a clip that is shorter).
    package let visemes: [TimedViseme]

    /// `shares` say how much each viseme has in each shape.
    init(shapes: [MouthShape], shares: [VisemeShares]) {
        precondition(shapes.count == shares.count, "shares for each shape")
        self.shapes = shapes
        let shown = VisemeSegmentation.visemes(of: shares)
        var found: [TimedViseme] = []
        var start = 0
        for step in shown.indices where step + 1 == shown.count || shown[step + 1] != shown[start] {
            found.append(TimedViseme(viseme: shown[start], shapes: shapes, steps: start..<step + 1))
            start = step + 1
        }
        visemes = found
    }

    /// The shape of a frame: the one in the middle of the time that it is shown, but lips that are shut at any of that
    /// time are shut, so that a low frame rate loses no closure.
    package func shape(ofFrame frame: Int, framesPerSecond: Int) -> MouthShape {
        guard !shapes.isEmpty else { return .rest }
        let rate = Double(framesPerSecond)
        let time = (Double(frame) + 0.5) / rate * Double(Self.stepsPerSecond)
        let centre = min(Int(time.rounded()), shapes.count - 1)
        // A closure is whole for 50 ms: only frames longer than that can fall beside it.
        let reach = max(Int(((1 / rate - 0.04) / 2 * Double(Self.stepsPerSecond)).rounded(.up)), 0)
        let around = max(0, centre - reach)...min(shapes.count - 1, centre + reach)
        let tightest = around.max { shapes[$0].press < shapes[$1].press } ?? centre
        return shapes[tightest].press >= Coarticulation.shutPress ? shapes[tightest] : shapes[centre]
    }
}

/// A viseme and when it shows.
package struct TimedViseme: Sendable, Equatable {
    package let viseme: Viseme
    /// Seconds from the start of the sound, whole hundredths.
    package let start: Double
    package let end: Double
    /// How far the jaw is down and the lips are rounded meanwhile, on average: 0…1, a little more where it is loud.
    package let opening: Float
    package let rounding: Float

    init(viseme: Viseme, shapes: [MouthShape], steps: Range<Int>) {
        self.viseme = viseme
        start = Double(steps.lowerBound) / Double(VisemeTimeline.stepsPerSecond)
        end = Double(steps.upperBound) / Double(VisemeTimeline.stepsPerSecond)
        opening = steps.reduce(Float(0)) { $0 + shapes[$1].jaw } / Float(steps.count)
        rounding = steps.reduce(Float(0)) { $0 + shapes[$1].pucker } / Float(steps.count)
    }
}

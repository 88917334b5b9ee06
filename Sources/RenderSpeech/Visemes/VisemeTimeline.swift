/// The shape of the mouth at every moment of a clip.
package struct VisemeTimeline: Sendable, Equatable {
    /// Steps of the grid in a second.
    package static let stepsPerSecond = Prosody.stepsPerSecond

    /// One shape each 10 ms.
    package let shapes: [MouthShape]
    /// What the mouth shows each 10 ms, as a class: for people and for scoring.
    package let classes: [PhonemeClass]

    package init(shapes: [MouthShape], classes: [PhonemeClass]) {
        precondition(shapes.count == classes.count, "one class a shape")
        self.shapes = shapes
        self.classes = classes
    }

    /// The shape of a frame: the one at its time, but lips that are shut at any time of the frame are shut, so that a
    /// low frame rate loses no closure.
    package func shape(ofFrame frame: Int, framesPerSecond: Int) -> MouthShape {
        guard !shapes.isEmpty else { return .rest }
        let rate = Double(framesPerSecond)
        let time = Double(frame) / rate * Double(Self.stepsPerSecond)
        let centre = min(Int(time.rounded()), shapes.count - 1)
        // A closure is whole for 50 ms: only frames longer than that can fall beside it.
        let reach = max(Int(((1 / rate - 0.04) / 2 * Double(Self.stepsPerSecond)).rounded(.up)), 0)
        let around = max(0, centre - reach)...min(shapes.count - 1, centre + reach)
        let tightest = around.max { shapes[$0].press < shapes[$1].press } ?? centre
        return shapes[tightest].press >= Coarticulation.shutPress ? shapes[tightest] : shapes[centre]
    }

    /// The classes as lines of time, tab, class: what `score_shapes.py --map class8` reads. A class that shows for less
    /// than 60 ms is given to its left neighbour, unless it is a closure.
    package var tabSeparated: String {
        var runs: [(start: Int, count: Int, shown: PhonemeClass)] = []
        for (step, shown) in classes.enumerated() {
            if let last = runs.last, last.shown == shown {
                runs[runs.count - 1].count += 1
            } else if let last = runs.last, last.count < 6, last.shown != .bilabial, last.shown != .labiodental {
                runs.removeLast()
                if let before = runs.last, before.shown == shown {
                    runs[runs.count - 1].count += last.count + 1
                } else {
                    runs.append((last.start, last.count + 1, shown))
                }
            } else {
                runs.append((step, 1, shown))
            }
        }
        return runs.map { run in
            let hundredths = run.start % Self.stepsPerSecond
            return
                "\(run.start / Self.stepsPerSecond).\(hundredths < 10 ? "0" : "")\(hundredths)\t\(run.shown.rawValue)\n"
        }.joined()
    }
}

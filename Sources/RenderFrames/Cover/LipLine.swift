import RenderFace
import RenderMedia

/// The line in which closed lips meet, as the picture has it.
///
/// On photographs the landmarks find it. On paintings, and under moustaches, they put the lips beside the painted line, or
/// take a line with a shade below it for an open mouth: speech would then tear open the skin above the lips. Here the
/// darkest thin line across the mouth is looked for (by dynamic programming from corner to corner), and the lips are laid
/// on it if it is much clearer than what the landmarks say.
struct LipLine {
    private let portrait: Image
    private let landmarks: [Point]
    private let frame: FaceFrame

    /// Places across the mouth, and steps down from the landmarks' line; a step is `step` units (IOD).
    private static let columns = 41
    private static let rows = -14...20
    private static let step: Float = 0.01
    /// How far beside a line lies what it must be darker than, in steps.
    private static let flank = 5...8
    /// Luma by which a line must be darker than its flanks, and by which it must be clearer than the landmarks' line.
    private static let leastDepth: Float = 18
    /// The former where the landmarks have the lips parted by a little: as deep is only a painted line, or a thin slit.
    private static let leastDepthParted: Float = 40
    private static let leastGain: Float = 10
    /// How far a line may go up and down across the mouth, in steps: what winds more is a moustache's lower edge.
    private static let mostBend = 9
    /// What a turn of the line by a step costs, and distance from the landmarks' line, in luma by the square of steps.
    private static let stiffness: Float = 6
    private static let pull: Float = 0.02

    init(portrait: Image, landmarks: [Point]) {
        self.portrait = portrait
        self.landmarks = landmarks
        frame = FaceFrame(landmarks: landmarks)
    }

    /// The landmarks with closed lips on the picture's line; as they were if they are right, or the mouth is open.
    func corrected() -> [Point] {
        let gap = (landmarks[FaceTopology.lowerLipMiddle] - landmarks[FaceTopology.upperLipMiddle]).length / frame.unit
        let isShut = gap < 0.03
        guard isShut || gap < 0.08 && isDimmer() else { return landmarks }
        let depths = depths()
        let path = Self.path(through: depths)
        let depth = mean(depths) { path[$0] }
        guard -depth > (isShut ? Self.leastDepth : Self.leastDepthParted) else { return landmarks }
        guard (path.max() ?? 0) - (path.min() ?? 0) <= Self.mostBend else { return landmarks }
        if isShut {
            let own = mean(depths) { column in
                (-2...2).min { depths[column][$0 - Self.rows.lowerBound] < depths[column][$1 - Self.rows.lowerBound] }
                    ?? 0
            }
            guard own - depth > Self.leastGain else { return landmarks }
        }
        return laid(on: Self.smoothed(path.map { Float($0) * Self.step }))
    }

    /// By how much luma the clearest line across the mouth is darker than what is above and below it.
    var clearestDepth: Float {
        let depths = depths()
        let path = Self.path(through: depths)
        return -mean(depths) { path[$0] }
    }

    /// What lies between the lips is darker than the skin below them, so it is no teeth.
    private func isDimmer() -> Bool {
        func luma(_ places: [Point]) -> Float {
            let lumas = places.map { CentredColour(rgb: portrait.colour(near: $0)).parts.x }.sorted()
            return lumas[lumas.count * 2 / 3]
        }
        let inside = luma((2...8).map { (lips($0).upper + lips($0).lower) / 2 })
        let below = luma(
            (2...8).map { landmarks[FaceTopology.lowerOuterLip[$0]] + frame.displacement(right: 0, down: 0.06) })
        return inside < 0.95 * below
    }

    private func lips(_ index: Int) -> (upper: Point, lower: Point) {
        (landmarks[FaceTopology.upperInnerLip[index]], landmarks[FaceTopology.lowerInnerLip[index]])
    }

    /// Where the landmarks have the middle between the lips, from corner to corner.
    private func middle(_ column: Int) -> Point {
        let place = Float(column) / Float(Self.columns - 1) * 10
        let index = min(Int(place), 9)
        let share = place - Float(index)
        let (start, end) = (lips(index), lips(index + 1))
        return (start.upper + start.lower) / 2 * (1 - share) + (end.upper + end.lower) / 2 * share
    }

    /// For each place across and each step down, how much brighter the picture is there than above and below: a line is
    /// negative.
    private func depths() -> [[Float]] {
        let reach = Self.flank.upperBound
        return (0..<Self.columns).map { column in
            let middle = middle(column)
            let lumas = (Self.rows.lowerBound - reach...Self.rows.upperBound + reach).map { row in
                CentredColour(
                    rgb: portrait.colour(near: middle + frame.displacement(right: 0, down: Float(row) * Self.step))
                ).parts.x
            }
            return Self.rows.indices.map { index in
                let at = Self.rows.distance(from: Self.rows.startIndex, to: index) + reach
                let above = Self.flank.map { lumas[at - $0] }.reduce(0, +) / Float(Self.flank.count)
                let below = Self.flank.map { lumas[at + $0] }.reduce(0, +) / Float(Self.flank.count)
                return lumas[at] - min(above, below)
            }
        }
    }

    private func mean(_ depths: [[Float]], along row: (Int) -> Int) -> Float {
        depths.indices.reduce(Float(0)) { $0 + depths[$1][row($1) - Self.rows.lowerBound] } / Float(depths.count)
    }

    /// The clearest line from corner to corner, as steps down for each place.
    private static func path(through depths: [[Float]]) -> [Int] {
        let costs = depths.map { column in
            column.indices.map { index in
                let distance = Float(index + rows.lowerBound)
                return column[index] + pull * distance * distance
            }
        }
        return LineSearch.path(through: costs, stiffness: stiffness).map { $0 + rows.lowerBound }
    }

    private static func smoothed(_ values: [Float]) -> [Float] {
        values.indices.map { index in
            let around = values[max(0, index - 2)...min(values.count - 1, index + 2)]
            return around.reduce(0, +) / Float(around.count)
        }
    }

    /// The landmarks with both lips on the line, `shifts` units below the landmarks' own, and their rims moved along.
    private func laid(on shifts: [Float]) -> [Point] {
        var result = landmarks
        for index in 0...10 {
            let column = index * (Self.columns - 1) / 10
            let shift = frame.displacement(right: 0, down: shifts[column])
            let line = middle(column) + shift
            result[FaceTopology.upperInnerLip[index]] = line
            result[FaceTopology.lowerInnerLip[index]] = line
            result[FaceTopology.upperOuterLip[index]] += shift
            if (1...9).contains(index) { result[FaceTopology.lowerOuterLip[index]] += shift }
        }
        return result
    }
}

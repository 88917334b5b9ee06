/// Where each part of a reel stands in it, in whole frames.
package struct ReelPlan: Sendable, Equatable {
    /// A part of the reel and its place.
    package struct Place: Sendable, Equatable {
        /// Frame of the reel in which it begins.
        package var start: Int
        /// How many frames it has, 1 or more.
        package var count: Int
        /// Frames at its beginning that it shares with the part before it, and at its end with the part after it.
        package var fadeIn = 0
        package var fadeOut = 0

        /// The frame after its last.
        package var end: Int { start + count }
    }

    /// What one frame of a reel shows.
    package enum Content: Sendable, Equatable {
        case black
        case part(Int)
        /// One part goes and the next one comes; `share` is of the next, 1…255 of 256.
        case fade(from: Int, to: Int, share: Int)
    }

    package let framesPerSecond: Int
    /// In order; only neighbours overlap.
    package private(set) var places: [Place] = []

    /// Parts of so many frames each, with a gap between them or, without one, so many frames that they share: never more than half of either.
    package init(framesPerSecond: Int, counts: [Int], gap: Int, fade: Int) {
        precondition(counts.allSatisfy { $0 > 0 } && gap >= 0 && fade >= 0, "parts have frames")
        self.framesPerSecond = framesPerSecond
        for count in counts {
            var place = Place(start: 0, count: count)
            if let last = places.last {
                place.fadeIn = gap > 0 ? 0 : min(fade, last.count / 2, count / 2)
                place.start = last.end + gap - place.fadeIn
                places[places.count - 1].fadeOut = place.fadeIn
            }
            places.append(place)
        }
    }

    /// Of the whole reel.
    package var frameCount: Int { places.last?.end ?? 0 }

    /// What a frame shows. `part` is where to begin to look, and becomes the first part that is not over.
    package func content(of frame: Int, from part: inout Int) -> Content {
        while part < places.count, places[part].end <= frame { part += 1 }
        guard part < places.count, places[part].start <= frame else { return .black }
        let place = places[part]
        let left = place.end - frame
        guard left <= place.fadeOut else { return .part(part) }
        // Neither frame of the overlap shows one part alone: the frames before and after it do.
        let share = (256 * (place.fadeOut - left + 1) + (place.fadeOut + 1) / 2) / (place.fadeOut + 1)
        return .fade(from: part, to: part + 1, share: min(max(share, 1), 255))
    }

    /// The sample at which a frame begins.
    package func sample(of frame: Int, rateHz: Int) -> Int { (frame * rateHz + framesPerSecond / 2) / framesPerSecond }
}

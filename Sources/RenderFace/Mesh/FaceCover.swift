/// What hides parts of a face in its portrait. What is hidden moves otherwise than what is seen, or not at all.
package struct FaceCover: Sendable, Equatable {
    package enum Eyewear: Sendable, Equatable {
        case none
        /// Glasses through which the eyes are seen.
        case clear
        /// Glasses through which they are not.
        case dark
    }

    /// Frames of glasses must not bend: under them the lids move and nothing else.
    package var eyewear: Eyewear
    /// Whether rims lie so near to the eyes that even the skin of the lids cannot be drawn down without them.
    package var hasCloseRims: Bool
    /// How far a beard hides the line between the lips, 0…1.
    package var beard: Float
    /// Whether cloth hides the mouth: it is drawn along by the jaw, and never opens.
    package var isMasked: Bool

    /// A face of which all is seen, unless otherwise said.
    package init(
        eyewear: Eyewear = .none, hasCloseRims: Bool = false, beard: Float = 0, isMasked: Bool = false
    ) {
        self.eyewear = eyewear
        self.hasCloseRims = hasCloseRims
        self.beard = beard
        self.isMasked = isMasked
    }
}

package import AuroraCore
import AuroraProvenance

/// What a gallery is to show, and where.
package struct GalleryRequest: Sendable {
    /// How the page gets at the bytes of outputs.
    package enum Placing: Sendable {
        /// They are copied into the gallery's folder, which can be moved or put on the web as it is.
        case copied
        /// What is published is referred to where it lies; only the rest is copied.
        case linked
    }

    /// `nil` for the workspace as it is built; two revisions are compared.
    package let range: RevisionRange?
    package let selection: OutputSelection
    /// Absolute; `nil` for `out/.gallery`.
    package let target: String?
    package let placing: Placing

    package init(range: RevisionRange?, selection: OutputSelection, target: String?, placing: Placing) {
        self.range = range
        self.selection = selection
        self.target = target
        self.placing = placing
    }
}

/// A gallery that was written.
package struct GalleryReport: Sendable {
    /// What there was to do for the media of a page.
    package struct Counts: Sendable, Hashable {
        /// Files that were brought into the folder.
        package var copied = 0
        /// Files that were there from an earlier run.
        package var present = 0
        /// Files that are referred to where they lie.
        package var linked = 0
        /// Stills that were taken of videos.
        package var stills = 0
    }

    /// The absolute path of the page.
    package let index: String
    /// Scenes of the page; changes, if it compares.
    package let entries: Int
    package let isComparison: Bool
    package let counts: Counts
    /// Outputs whose bytes nobody has.
    package let missing: [RecordedOutput]
    /// What there is to say: about missing bytes, and about stills that could not be taken.
    package let problems: [Diagnostic]
}

package import AuroraCore

/// All that one page shows: the outputs of a workspace or of a commit, or what differs between two commits.
///
/// Texts may hold anything at all, as records do: `GalleryFiles` makes them harmless.
package struct GalleryPage: Hashable, Sendable, Encodable {
    /// What the workspace is called.
    package let workspace: String
    /// What the page is about, in words: `the workspace`, `spring/v1.0.0`, `v1.0.0..v1.1.0`.
    package let subject: String
    /// By profile, then scene; empty for a comparison.
    package let scenes: [GalleryScene]
    /// `nil` if only one state is shown.
    package let comparison: GalleryComparison?

    package init(workspace: String, subject: String, scenes: [GalleryScene], comparison: GalleryComparison? = nil) {
        self.workspace = workspace
        self.subject = subject
        self.scenes = scenes
        self.comparison = comparison
    }
}

/// What belongs together: all outputs of one scene in one profile.
package struct GalleryScene: Hashable, Sendable, Encodable {
    package let scene: String
    package let profile: String
    /// The campaign, or the folder of scenes; `nil` for a scene that stands alone.
    package let campaign: String?
    /// The video that stands for the scene first; never empty.
    package let outputs: [GalleryOutput]

    package init(scene: String, profile: String, campaign: String?, outputs: [GalleryOutput]) {
        self.scene = scene
        self.profile = profile
        self.campaign = campaign
        self.outputs = outputs
    }
}

/// Two states of a workspace, and what differs.
package struct GalleryComparison: Hashable, Sendable, Encodable {
    /// What the sides are called: `v1.0.0`, `the workspace`.
    package let older: String
    package let newer: String
    /// By profile, then name.
    package let changes: [GalleryChange]
    package let unchanged: Int
    /// Of the results that only the newer side has, in millionths of a dollar.
    package let cost: Int64

    package init(older: String, newer: String, changes: [GalleryChange], unchanged: Int, cost: Int64) {
        self.older = older
        self.newer = newer
        self.changes = changes
        self.unchanged = unchanged
        self.cost = cost
    }
}

/// One output that differs.
package struct GalleryChange: Hashable, Sendable, Encodable {
    /// One word for what happened: `new`, `changed`, `renamed`, `rewritten`, `removed`.
    package let verb: String
    package let scene: String
    package let profile: String
    package let campaign: String?
    package let before: GalleryOutput?
    package let after: GalleryOutput?
    /// What changed, a line each.
    package let reasons: [MarkedText]

    package init(
        verb: String, scene: String, profile: String, campaign: String?, before: GalleryOutput?, after: GalleryOutput?,
        reasons: [MarkedText]
    ) {
        self.verb = verb
        self.scene = scene
        self.profile = profile
        self.campaign = campaign
        self.before = before
        self.after = after
        self.reasons = reasons
    }
}

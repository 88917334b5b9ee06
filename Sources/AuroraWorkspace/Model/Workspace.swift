package import AuroraCore

/// A workspace with one profile chosen, read and checked.
package struct Workspace: Sendable {
    /// Absolute path of the folder with `aurora.yaml`.
    package let root: String
    package let name: String
    /// The profile in force.
    package let profile: String
    /// Every profile one can choose, sorted.
    package let profiles: [String]
    package let commitMode: CommitMode
    /// Where local state is kept, relative to the workspace.
    package let cacheDirectory: String
    /// Whether `cache.dir` says so, or it is only where it always is.
    package let statesCacheDirectory: Bool
    /// The workspace's caps, lowered to the user's own.
    package let budget: Budget
    /// What the user's own configuration says.
    package let configuration: UserConfiguration
    /// The programs that it declares as providers, by name; used by this profile or not.
    package let programs: [String: CommandProgram]
    /// Sorted by id; no two share an id, nor ids that differ only in case.
    package let scenes: [Scene]
    /// Sorted by file. Their cells are among the scenes.
    package let campaigns: [Campaign]
    /// Every YAML and text file that was read, relative to the workspace, with the digest of what was read.
    package let texts: [String: Digest]
    /// Every folder whose names have a say, relative to the workspace (`.` is the workspace itself), with the print of
    /// those names (`FolderNames`). As long as none of these texts and folders changes, neither does the workspace, but
    /// for the inputs' content.
    package let folders: [String: UInt64]

    package init(
        root: String, name: String, profile: String = "draft", profiles: [String] = ["draft"],
        commitMode: CommitMode = .records, cacheDirectory: String = ".aurora", statesCacheDirectory: Bool = false,
        budget: Budget = Budget(),
        configuration: UserConfiguration = UserConfiguration(),
        programs: [String: CommandProgram] = [:], scenes: [Scene], campaigns: [Campaign] = [],
        texts: [String: Digest] = [:], folders: [String: UInt64] = [:]
    ) {
        self.root = root
        self.name = name
        self.profile = profile
        self.profiles = profiles
        self.commitMode = commitMode
        self.cacheDirectory = cacheDirectory
        self.statesCacheDirectory = statesCacheDirectory
        self.budget = budget
        self.configuration = configuration
        self.programs = programs
        self.scenes = scenes
        self.campaigns = campaigns
        self.texts = texts
        self.folders = folders
    }
}

/// What may be spent; `nil` is no limit.
package struct Budget: Hashable, Sendable {
    /// For all takes of one scene, in one build.
    package var scene: Cost?
    /// For all scenes of one campaign, in one build.
    package var campaign: Cost?
    /// In one build.
    package var build: Cost?
    /// In a day of UTC.
    package var day: Cost?
    /// In a month of UTC.
    package var month: Cost?

    package init(
        scene: Cost? = nil, campaign: Cost? = nil, build: Cost? = nil, day: Cost? = nil, month: Cost? = nil
    ) {
        self.scene = scene
        self.campaign = campaign
        self.build = build
        self.day = day
        self.month = month
    }
}

internal import AuroraCore

/// What `aurora.yaml` says.
struct WorkspaceDeclaration: Sendable {
    var name: String?
    var defaults = SceneLayer()
    /// The profile to use when the command line names none.
    var profile = Stated<String>.absent
    /// The profiles in the order in which they are declared; `nil` if the file declares none.
    var profiles: [Profile]?
    /// `nil` if the declaration cannot be relied upon.
    var providers: DeclaredProviders = []
    /// The programs among the providers, in the order in which they are declared.
    var programs: [CommandProgram] = []
    var budget = Budget()
    var commitMode: CommitMode?
    var cacheDirectory: String?
    /// Whether it says something of the cache that cannot be used.
    var hasBadCache = false

    /// A named choice of provider and settings, and of what is made of each video.
    struct Profile: Sendable {
        let name: String
        var provider = Stated<ProviderChoice>.absent
        var poster = Stated<SceneLayer.PosterChoice>.absent
        var variants = Stated<[SceneLayer.VariantChoice]>.absent
        var settings: [StatedSetting] = []
        var commitMode: CommitMode?
    }

    /// What there is without any declaration: the renderer on this machine.
    static let builtInProfile = Profile(name: "draft")

    /// What stands in for a file that cannot be read: scenes are checked all the same, but what they say of providers
    /// has nothing to be checked against.
    static let unknown: WorkspaceDeclaration = {
        var declaration = WorkspaceDeclaration()
        declaration.providers = nil
        return declaration
    }()
}

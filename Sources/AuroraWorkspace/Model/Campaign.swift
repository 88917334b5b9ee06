/// A campaign: a scene as template, and the data that make many scenes of it, its cells. The id of a cell is
/// `<name>/<…>`.
package struct Campaign: Hashable, Sendable {
    package let name: String
    /// Its file, relative to the workspace.
    package let file: String
    /// Every file that says which cells there are: its own and its data files.
    package let sources: [String]
    package let cellCount: Int
    /// In the order in which they are stated, each for its groups in theirs.
    package let reels: [Reel]
    /// What a release of it rests on.
    package let rights: [Rights]

    package init(
        name: String, file: String, sources: [String], cellCount: Int, reels: [Reel] = [], rights: [Rights] = []
    ) {
        self.name = name
        self.file = file
        self.sources = sources
        self.cellCount = cellCount
        self.reels = reels
        self.rights = rights
    }
}

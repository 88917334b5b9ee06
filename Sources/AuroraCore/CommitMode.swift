/// What a build may commit: the value of `git.commit` in the workspace file.
package enum CommitMode: String, CaseIterable, Hashable, Sendable {
    /// Records whose inputs HEAD holds.
    case records
    /// Records together with their inputs.
    case all
    case off
}

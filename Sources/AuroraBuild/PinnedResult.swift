package import AuroraCore
package import AuroraGraph

/// What is known of an action that is pinned.
package enum PinnedResult: Sendable {
    /// It stays this result, as its record tells. Either the cache has it, or its file is in its place.
    case kept(KeyedAction, ActionResult, isStored: Bool)
    /// What it is pinned to cannot be had; why, and what to do. `recorded` is the action as its record tells, if that
    /// is of what it is pinned to.
    case lost([Diagnostic], recorded: KeyedAction?)
}

package import AuroraCore

/// What happens during a build, in order, as seen from outside.
package enum BuildEvent: Sendable {
    /// The plan is made: so many actions to run (some of which may share one run), to restore, and already current.
    case planned(run: Int, restore: Int, current: Int)
    case started(name: String)
    case progressed(name: String, ActionProgress)
    /// The video of an action is in its place. `seconds` is the wall time of running it, `nil` when it came from the
    /// cache.
    case finished(name: String, output: String, seconds: Double?)
    case failed(name: String, [Diagnostic])
    /// Not started, because of a failure elsewhere or of an interrupt.
    case skipped(name: String)
    /// Something a person should know though the build goes on.
    case warned(Diagnostic)
}

/// Receives the events of a build. Called from one task at a time, in order.
package protocol BuildObserver: Sendable {
    func observe(_ event: BuildEvent)
}

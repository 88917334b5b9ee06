import AuroraBuild
import Synchronization

/// Shows a build as another does, and notes what happened when.
final class TracingProgress: BuildProgress {
    private let shown: any BuildProgress
    private let microseconds: @Sendable () -> Int64
    private let trace = Mutex(BuildTrace())

    /// `microseconds` since the command began.
    init(_ shown: any BuildProgress, microseconds: @escaping @Sendable () -> Int64) {
        self.shown = shown
        self.microseconds = microseconds
    }

    func observe(_ event: BuildEvent) {
        trace.withLock { $0.observe(event, at: microseconds()) }
        shown.observe(event)
    }

    func end() { shown.end() }

    /// The trace of a build that ends now.
    func finish() -> String {
        trace.withLock { trace in
            trace.finish(at: microseconds())
            return trace.file
        }
    }
}

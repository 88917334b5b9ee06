import Synchronization

/// Passes events on one at a time: running actions report progress from tasks of their own.
final class SerialObserver: Sendable {
    private let observer: any BuildObserver
    private let turn = Mutex<Void>(())

    init(_ observer: some BuildObserver) { self.observer = observer }

    func observe(_ event: BuildEvent) { turn.withLock { _ in observer.observe(event) } }
}

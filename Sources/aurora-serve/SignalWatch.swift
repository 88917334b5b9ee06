import Dispatch
import Glibc
import Synchronization

/// SIGINT and SIGTERM as elements of a stream. A second one ends the process at once.
final class SignalWatch {
    let stream: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, told) = AsyncStream.makeStream(of: Int32.self)
        let count = Count()
        self.stream = stream
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if count.next() > 1 { _exit(130) }
                told.yield(number)
            }
            source.resume()
            return source
        }
    }

    func end() { for source in sources { source.cancel() } }

    /// Counts from 1.
    private final class Count: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}

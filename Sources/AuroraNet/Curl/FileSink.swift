import Glibc
import Synchronization

/// Where the bytes of an answer go: an open file, up to a limit.
final class FileSink: Sendable {
    /// Why it took no more.
    enum Problem: Hashable, Sendable {
        case tooLarge
        /// The errno.
        case unwritable(Int32)
    }

    private struct State {
        var bytes: Int64 = 0
        var problem: Problem?
    }

    private let descriptor: Int32
    private let maximumBytes: Int64
    private let state = Mutex(State())

    /// `descriptor` must stay open as long as bytes come.
    init(_ descriptor: Int32, maximumBytes: Int64) {
        self.descriptor = descriptor
        self.maximumBytes = maximumBytes
    }

    /// What the file holds.
    var bytes: Int64 { state.withLock { $0.bytes } }
    var problem: Problem? { state.withLock { $0.problem } }

    /// Writes a piece behind the others; false if it cannot. `announced` is the length that these bytes are a part of.
    func take(_ piece: UnsafeRawBufferPointer, announced: Int64? = nil) -> Bool {
        state.withLock { state in
            guard max(state.bytes + Int64(piece.count), announced ?? 0) <= maximumBytes else {
                state.problem = .tooLarge
                return false
            }
            if let code = write(piece) {
                state.problem = .unwritable(code)
                return false
            }
            state.bytes += Int64(piece.count)
            return true
        }
    }

    /// Begins the file anew; false if it cannot.
    func empty() -> Bool {
        state.withLock { state in
            guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
                state.problem = .unwritable(errno)
                return false
            }
            state.bytes = 0
            return true
        }
    }

    /// The errno of what failed.
    private func write(_ piece: UnsafeRawBufferPointer) -> Int32? {
        var rest = piece[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(written)
        }
        return nil
    }
}

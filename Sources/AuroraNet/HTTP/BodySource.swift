import AuroraFiles
import Foundation
import Synchronization

/// What a request carries, piece by piece and once.
final class BodySource: Sendable {
    /// Known beforehand; nil if there is no body.
    let bytes: Int64?
    private let state: Mutex<State>

    private struct State {
        /// What comes next, from `position` on.
        var ready: [UInt8]
        var position = 0
        var file: FilePart?
        var after: [UInt8] = []
        var problem: String?
    }

    /// A file of which `length` bytes are sent.
    private struct FilePart: Sendable {
        let file: SharedFile
        let length: Int
        var isEncoded = true
        var offset = 0
    }

    /// A file that several hold.
    private final class SharedFile: Sendable {
        let file: OpenFile

        init(_ path: String) throws(FileError) { file = try OpenFile.reading(path) }
    }

    /// Opens the file that is to be sent. Throws `FileError`.
    init(_ body: HTTPBody) throws(FileError) {
        switch body {
        case .none:
            bytes = nil
            state = Mutex(State(ready: []))
        case .bytes(let all):
            bytes = Int64(all.count)
            state = Mutex(State(ready: all))
        case .file(let path):
            let file = try SharedFile(path)
            let length = try file.file.facts().size
            bytes = length
            state = Mutex(State(ready: [], file: FilePart(file: file, length: Int(length), isEncoded: false)))
        case .base64(let before, let path, let after):
            let file = try SharedFile(path)
            let length = Int(try file.file.facts().size)
            bytes = Int64(before.count + (length + 2) / 3 * 4 + after.count)
            state = Mutex(State(ready: before, file: FilePart(file: file, length: length), after: after))
        }
    }

    /// Why it stopped; nil if it did not.
    var problem: String? { state.withLock { $0.problem } }

    /// Fills `buffer` with what comes next; returns how much, 0 at the end, nil if the file is not what it was.
    func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        state.withLock { state in
            while state.position == state.ready.count {
                guard state.file != nil || !state.after.isEmpty else { return 0 }
                if let problem = refill(&state) {
                    state.problem = problem
                    return nil
                }
            }
            let count = min(buffer.count, state.ready.count - state.position)
            buffer.copyBytes(from: state.ready[state.position..<state.position + count])
            state.position += count
            return count
        }
    }

    /// Gets the next block of the file, or what comes behind it ready. Returns what is in the way.
    private func refill(_ state: inout State) -> String? {
        state.position = 0
        guard var part = state.file, part.offset < part.length else {
            state.file = nil
            (state.ready, state.after) = (state.after, [])
            return nil
        }
        let count = min(Self.block, part.length - part.offset)
        var block = Data(count: count)
        var filled = 0
        while filled < count {
            let found = block.withUnsafeMutableBytes { block in
                pread(
                    part.file.file.descriptor, block.baseAddress.map { $0 + filled }, count - filled,
                    off_t(part.offset + filled))
            }
            if found < 0 && errno == EINTR { continue }
            guard found > 0 else {
                return found < 0 ? FileError("read", part.file.file.path).reason : "the file became shorter meanwhile"
            }
            filled += found
        }
        part.offset += count
        state.file = part
        state.ready = [UInt8](part.isEncoded ? block.base64EncodedData() : block)
        return nil
    }

    /// Whole groups of three bytes, so that only the last one is padded.
    private static let block = 3 << 14
}

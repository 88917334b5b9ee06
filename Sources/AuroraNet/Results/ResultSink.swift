import Synchronization

/// Where a result goes: a file that begins like a video. Over several exchanges, the later of which go on where the earlier
/// ones ended.
final class ResultSink: Sendable {
    private let file: FileSink
    private let progress: @Sendable (Int64, Int64?) -> Void
    private let state = Mutex(State())

    private struct State {
        /// The first bytes of the file, as many as are looked at.
        var head: [UInt8] = []
        var isNoMedia = false
        /// Of the exchange that is going on: where it began, whether anything came, how much that is not the result.
        var start: Int64 = 0
        var hasBegun = false
        var otherBytes = 0
    }

    init(_ file: FileSink, progress: @escaping @Sendable (Int64, Int64?) -> Void) {
        self.file = file
        self.progress = progress
    }

    /// What the file holds.
    var bytes: Int64 { file.bytes }
    var problem: FileSink.Problem? { file.problem }
    /// Whether what came is no video. Known once there are `MediaHead.length` bytes.
    var isNoMedia: Bool { state.withLock { $0.isNoMedia } }

    /// A new exchange begins, which may go on at the end of the file.
    func begin() {
        state.withLock { state in
            state.start = file.bytes
            (state.hasBegun, state.otherBytes) = (false, 0)
        }
    }

    /// Forgets what came; false if the file cannot be emptied.
    @discardableResult
    func empty() -> Bool {
        state.withLock { $0.head = [] }
        return file.empty()
    }

    /// Takes a piece; false if there is no use in more.
    func take(_ piece: CurlPiece) -> Bool {
        guard piece.status == 200 || piece.status == 206 else {
            // What a server says of an error is not kept, and not listened to for long.
            return state.withLock { state in
                state.otherBytes += piece.bytes.count
                return state.otherBytes < 1 << 16
            }
        }
        let isFirst = state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        if isFirst, piece.status == 200 {
            // It begins at the beginning though it was asked to go on.
            guard file.bytes == 0 || empty() else { return false }
            state.withLock { $0.start = 0 }
        }
        let (isMedia, start) = state.withLock { state in
            if state.head.count < MediaHead.length {
                state.head += piece.bytes.prefix(MediaHead.length - state.head.count)
                state.isNoMedia = state.head.count == MediaHead.length && !MediaHead.isMedia(state.head)
            }
            return (!state.isNoMedia, state.start)
        }
        let total = piece.announcedBytes.map { start + $0 }
        guard isMedia, file.take(piece.bytes, announced: total) else { return false }
        progress(file.bytes, total)
        return true
    }
}

/// What videos begin with, in the containers that there are results in.
enum MediaHead {
    /// So many bytes tell.
    static let length = 8

    /// Whether so many bytes are a video's first.
    static func isMedia(_ head: [UInt8]) -> Bool {
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return true }
        return boxes.contains(String(decoding: head.dropFirst(4), as: UTF8.self))
    }

    /// Types of content that are none, whatever the bytes.
    static func isOther(_ contentType: String) -> Bool {
        let type = contentType.lowercased().prefix { $0 != ";" && $0 != " " }
        return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("xml")
    }

    /// The first box of MP4 files, and of QuickTime files, which need no `ftyp`.
    private static let boxes: Set<String> = ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"]
}

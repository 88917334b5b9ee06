import AuroraFiles
import AuroraServe
import Glibc
import NIOHTTP1
import NIOPosix

/// A stored file that is open, to be sent in pieces.
final class MediaFile: Sendable {
    private let descriptor: Int32
    let size: Int64
    /// In nanoseconds since 1970.
    let modified: Int64

    /// Nil if there is no such file.
    convenience init?(_ path: String) { self.init(open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) }

    /// What somebody else has opened. Nil if it is no regular file.
    convenience init?(_ file: borrowing OpenFile) { self.init(fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)) }

    /// Takes over a descriptor.
    private init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        size = Int64(facts.st_size)
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
    }

    deinit { close(descriptor) }

    /// Bytes from `offset` on, at most `count`; on a thread that may wait for the disk. Empty at the end.
    func read(at offset: Int64, count: Int) async throws -> [UInt8] {
        try await NIOThreadPool.singleton.runIfActive {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, found in
                found = max(0, pread(self.descriptor, buffer.baseAddress, count, off_t(offset)))
            }
        }
    }
}

/// Answers requests for files: whole, or one range of it (RFC 9110, section 14).
struct MediaReply {
    let name: String
    /// Nil if there is none of this name.
    let file: MediaFile?
    let tag: String
    let caching: String

    /// A result or an upload; `name` is what follows `/media/`. A name is never given to other bytes; but the file may be deleted.
    init(_ name: String, in folder: ServeFolder) {
        self.name = name
        file = folder.mediaFile(name).flatMap { MediaFile($0) }
        tag = "\"\(name)\""
        caching = "private, max-age=86400, immutable"
    }

    /// What a workspace has published, which a build may replace; `name` is what follows `/workspace/`.
    init(_ name: String, of board: WorkspaceBoard?) {
        self.name = name
        file = board?.file(name)
        tag = "\"\(file?.size ?? 0)-\(file?.modified ?? 0)\""
        caching = "private, no-cache"
    }

    func reply(_ head: HTTPRequestHead) -> Reply {
        guard let file else {
            return Reply(
                ServiceAnswer(
                    ServiceProblem("mediaNotFound", "There is no file of this name, or no longer.", status: 404)))
        }
        let suffix = name.split(separator: ".").last.map { String($0) } ?? ""
        var headers: [(name: String, value: String)] = [
            ("Content-Type", MediaKind.contentType(ofSuffix: suffix)), ("Accept-Ranges", "bytes"), ("ETag", tag),
            ("Cache-Control", caching), ("Access-Control-Allow-Origin", "*"),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ]
        if let known = head.headers.first(name: "if-none-match"), known == "*" || known.contains(tag) {
            return Reply(status: 304, headers: headers, body: .absent(file.size))
        }
        let condition = head.headers.first(name: "if-range")
        guard let wanted = head.headers.first(name: "range"), condition == nil || condition == tag,
            let range = Self.range(wanted, size: file.size)
        else { return Reply(status: 200, headers: headers, body: .file(file, 0..<file.size)) }
        guard !range.isEmpty else {
            headers.append(("Content-Range", "bytes */\(file.size)"))
            return Reply(status: 416, headers: headers, body: .bytes([]))
        }
        headers.append(("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"))
        return Reply(status: 206, headers: headers, body: .file(file, range))
    }

    /// One range of bytes; empty if it is beyond the end, nil for what is none or is several.
    static func range(_ text: String, size: Int64) -> Range<Int64>? {
        guard text.hasPrefix("bytes="), !text.contains(",") else { return nil }
        let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch (Int64(parts[0]), Int64(parts[1])) {
        case (let start?, _) where start < 0: return nil
        case (nil, let count?) where parts[0].isEmpty && count >= 0: return max(0, size - count)..<size
        case (let start?, nil) where parts[1].isEmpty: return start < size ? start..<size : 0..<0
        case (let start?, let last?) where start <= last: return start < size ? start..<min(last + 1, size) : 0..<0
        default: return nil
        }
    }
}

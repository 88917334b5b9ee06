import AuroraFiles
import AuroraServe
import Glibc
import NIOHTTP1
import NIOPosix

/// A stored file that is open, to be sent in pieces.
final class MediaFile: Sendable {
    private let descriptor: Int32
    let size: Int64

    /// Nil if there is no such file.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        size = Int64(facts.st_size)
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

/// Answers requests for stored files: whole, or one range of it (RFC 9110, section 14).
struct MediaReply {
    let folder: ServeFolder

    /// `name` is what follows `/media/`.
    func reply(_ name: String, _ head: HTTPRequestHead) -> Reply {
        guard let path = folder.mediaFile(name), let file = MediaFile(path) else {
            return Reply(
                ServiceAnswer(
                    ServiceProblem("mediaNotFound", "There is no file of this name, or no longer.", status: 404)))
        }
        let tag = "\"\(name)\""
        let suffix = name.split(separator: ".").last.map { String($0) } ?? ""
        var headers: [(name: String, value: String)] = [
            ("Content-Type", MediaKind.contentType(ofSuffix: suffix)), ("Accept-Ranges", "bytes"), ("ETag", tag),
            // A name is never given to other bytes; but the file may be deleted.
            ("Cache-Control", "private, max-age=86400, immutable"), ("Access-Control-Allow-Origin", "*"),
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

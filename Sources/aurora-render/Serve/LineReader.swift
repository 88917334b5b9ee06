import Glibc

/// Cuts what comes in by a stream into lines. Of a line that is longer than the limit, the rest is dropped.
struct LineReader {
    /// Bytes.
    let limit: Int
    private var line: [UInt8] = []
    private static let partSize = 64 << 10
    /// Parts that are read before others get their turn.
    private static let mostParts = 16

    init(limit: Int) { self.limit = limit }

    /// The lines that have come in since, without their line feeds; nil once the stream has ended. To be called when
    /// there is something to read.
    mutating func lines(from stream: Int32) -> [[UInt8]]? {
        var lines: [[UInt8]] = []
        var part = [UInt8](repeating: 0, count: Self.partSize)
        for _ in 0..<Self.mostParts {
            let count = part.withUnsafeMutableBytes { read(stream, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { return lines }
            guard count > 0 else { return lines.isEmpty ? nil : lines }
            cut(part[..<count], into: &lines)
            if count < part.count { return lines }
        }
        return lines
    }

    /// What came after the last line feed.
    mutating func rest() -> [UInt8] {
        defer { line = [] }
        return line
    }

    private mutating func cut(_ part: ArraySlice<UInt8>, into lines: inout [[UInt8]]) {
        var rest = part
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            lines.append(self.rest())
            rest = rest[(end + 1)...]
        }
        keep(rest)
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) { line += bytes.prefix(max(limit - line.count, 0)) }
}

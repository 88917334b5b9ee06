/// Cuts what a program prints into lines.
///
/// A line is kept up to a length that nobody reaches on purpose: whatever a library prints, memory stays small.
struct LineCutter {
    /// Bytes of a line that are kept.
    let maximumLength: Int
    private var line: [UInt8] = []

    init(maximumLength: Int = 4096) { self.maximumLength = maximumLength }

    /// The lines that end in the next part of the text, without their line feeds.
    mutating func lines(in part: UnsafeRawBufferPointer) -> [String] {
        var rest = part[...]
        var lines: [String] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            lines.append(takeRest())
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// What came after the last line feed.
    mutating func takeRest() -> String {
        defer { line = [] }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        line += bytes.prefix(maximumLength - line.count)
    }
}

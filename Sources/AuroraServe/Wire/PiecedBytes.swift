package import AuroraHosted

/// Bytes as they come in, in pieces of one size: taking in more of them never moves those that are there.
package struct PiecedBytes: Sendable {
    private var full: [[UInt8]] = []
    private var last: [UInt8] = []
    package private(set) var count = 0

    /// A piece of this size is given back to the system as soon as it is not needed.
    private static let pieceLength = 1 << 20

    package init() {}

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        count += rest.count
        while !rest.isEmpty {
            // Small requests get by with what they are.
            if count > Self.pieceLength, last.capacity < Self.pieceLength { last.reserveCapacity(Self.pieceLength) }
            let room = Self.pieceLength - last.count
            last.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            if last.count == Self.pieceLength {
                full.append(last)
                last = []
            }
        }
    }

    /// The document that they are, on this thread; `nil` if they are none.
    package consuming func value() -> JSONValue? { JSONParser.value(of: joined()) }

    /// All of them; each piece is given up once it is copied.
    consuming func joined() -> [UInt8] {
        let size = count
        var pieces = full
        pieces.append(last)
        (full, last) = ([], [])
        pieces.reverse()
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            while let piece = pieces.popLast() {
                piece.withUnsafeBufferPointer { bytes in
                    guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
                    (target + initialized).initialize(from: source, count: bytes.count)
                }
                initialized += piece.count
            }
        }
    }
}

import AuroraCore

/// Writes binary files: integers little-endian, a text as its length in bytes (32 bits) and its UTF-8.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    mutating func append(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 {
            append(UInt32($0.count))
            bytes.append(contentsOf: $0)
        }
    }

    mutating func append(_ digest: Digest) { bytes.append(contentsOf: digest.bytes) }

    /// Writes an integer over the bytes at `offset`.
    mutating func replace<Integer: FixedWidthInteger>(at offset: Int, with integer: Integer) {
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: integer.littleEndian, toByteOffset: offset, as: Integer.self) }
    }
}

/// Reads what `ByteWriter` wrote; `nil` where the bytes end too early. The bytes must outlive it.
struct ByteReader {
    private let source: UnsafeRawBufferPointer
    private(set) var offset: Int

    init(_ source: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.source = source
        self.offset = offset
    }

    mutating func raw(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, offset >= 0, source.count - offset >= count else { return nil }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: source[offset..<offset + count])
    }

    mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        raw(MemoryLayout<Integer>.size).map { Integer(littleEndian: $0.loadUnaligned(as: Integer.self)) }
    }

    mutating func digest() -> Digest? { raw(Digest.byteCount).flatMap { Digest(bytes: $0) } }

    mutating func rawText() -> UnsafeRawBufferPointer? {
        guard let count = integer(UInt32.self) else { return nil }
        return raw(Int(count))
    }

    mutating func text() -> String? { rawText().flatMap { String(validating: $0, as: UTF8.self) } }
}

/// Receives what an action depends on, field by field in a fixed order: hashed for its key, or listed for a person.
///
/// The one routine that lists an action's inputs writes to this, so that the explanation of a key cannot differ from
/// the key itself.
package protocol KeyWriter {
    /// Adds one field. Names are unique within one key; the order of calls is part of the key.
    mutating func field(_ name: String, _ value: KeyValue)
}

/// The value of one field of a key.
package enum KeyValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case digest(Digest)

    /// The value as a person reads it.
    package var description: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .digest(let digest): digest.hexadecimal
        }
    }
}

/// Hashes fields into a key.
///
/// Every field is written as: kind (one byte), length of the name (8 bytes, little-endian), name, length of the value,
/// value. Lengths come first, so no two lists of fields have the same bytes.
package struct HashingKeyWriter: KeyWriter {
    private var hasher = Hasher256()

    package init() {}

    package mutating func field(_ name: String, _ value: KeyValue) {
        switch value {
        case .text(let text): write(kind: 1, name, Array(text.utf8))
        case .integer(let integer): write(kind: 2, name, Self.littleEndian(integer))
        case .digest(let digest): write(kind: 3, name, digest.bytes)
        }
    }

    package consuming func finish() -> Digest { hasher.finish() }

    private mutating func write(kind: UInt8, _ name: String, _ value: [UInt8]) {
        hasher.update([kind])
        hasher.update(Self.littleEndian(Int64(name.utf8.count)))
        hasher.update(Array(name.utf8))
        hasher.update(Self.littleEndian(Int64(value.count)))
        hasher.update(value)
    }

    private static func littleEndian(_ value: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
    }
}

/// Lists fields, in the order in which they are hashed.
package struct ListingKeyWriter: KeyWriter {
    package private(set) var fields: [KeyField] = []

    package init() {}

    package mutating func field(_ name: String, _ value: KeyValue) {
        fields.append(KeyField(name: name, value: value))
    }
}

/// One named field of a key.
package struct KeyField: Hashable, Sendable {
    package let name: String
    package let value: KeyValue

    package init(name: String, value: KeyValue) {
        self.name = name
        self.value = value
    }
}

import Glibc

/// All facts of a file folded into 64 bits, to be compared and nothing else: equal facts have equal prints, and of two
/// sets of facts that differ one pair in 2⁶⁴ has.
package struct FilePrint: Hashable, Sendable {
    package let value: UInt64

    package init(value: UInt64) { self.value = value }

    /// Equal to no file's: of one whose content was not known for certain when its facts were taken.
    package static let unknown = FilePrint(value: 0)

    /// There is nothing of that name.
    package static let absent = FilePrint(value: 1)

    package init(_ facts: FileFacts?) {
        guard let facts else {
            self = .absent
            return
        }
        var value: UInt64 = 0x9E37_79B9_7F4A_7C15
        for fact in [
            UInt64(bitPattern: facts.size), UInt64(bitPattern: facts.modifiedNanoseconds),
            UInt64(bitPattern: facts.changedNanoseconds), facts.inode,
            UInt64(facts.kind.rawValue) << 1 | (facts.isExecutable ? 1 : 0),
        ] { value = Self.mix(value ^ fact) }
        self.init(value: max(value, 2))
    }

    /// The finaliser of SplitMix64: every bit of the input changes half the bits of the result.
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

extension ContainedFolder {
    /// Looks at many things below the folder without opening any: `body` gets a function that tells the facts of what
    /// is at a path, which is zero-terminated UTF-8 and relative to the folder, or absolute. Links are not followed.
    package func looking<Result>(
        _ body: ((UnsafePointer<CChar>) -> Look) throws -> Result
    ) rethrows -> Result {
        try body { path in
            var status = stat()
            if fstatat(rootDescriptor, path, &status, AT_SYMLINK_NOFOLLOW) == 0 { return .found(FileFacts(status)) }
            return errno == ENOENT || errno == ENOTDIR ? .absent : .failed
        }
    }

    /// What a look at a path told.
    package enum Look {
        case found(FileFacts)
        case absent
        case failed

        package var print: FilePrint {
            switch self {
            case .found(let facts): FilePrint(facts)
            case .absent: .absent
            case .failed: .unknown
            }
        }
    }
}

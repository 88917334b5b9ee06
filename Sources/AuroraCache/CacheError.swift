package import AuroraCore

/// What can be wrong with a stored entry.
package enum CacheError: Error, Hashable, Sendable {
    case missing(Digest)
    /// The bytes are not those of the digest; the entry was moved to `quarantine`.
    case corrupt(Digest, quarantine: String)
}

extension CacheError: DiagnosticConvertible {
    package var diagnostics: [Diagnostic] {
        switch self {
        case .missing(let digest):
            [Diagnostic("the cache has no entry `\(digest.short)`", hint: "run `aurora build` to make it again")]
        case .corrupt(let digest, let quarantine):
            [
                Diagnostic(
                    "the cache entry `\(digest.short)` is damaged and was moved to `\(quarantine)`",
                    hint: "run `aurora build` to make it again, and check the disk", severity: .warning)
            ]
        }
    }
}

extension CacheError {
    /// Whose bytes cannot be had.
    package var digest: Digest {
        switch self {
        case .missing(let digest), .corrupt(let digest, _): digest
        }
    }
}

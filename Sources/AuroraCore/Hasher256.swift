import CLibcrypto

/// SHA-256 over bytes that arrive in pieces, by the system's libcrypto (it uses the processor's own instructions).
///
/// A copy goes on with the same state: hand it on or finish it, do not fork it.
package struct Hasher256 {
    private let context = Context()

    package init() {}

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let status = EVP_DigestUpdate(context.pointer, bytes.baseAddress, bytes.count)
        precondition(status == 1, "hashing bytes in memory cannot fail")
    }

    package consuming func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        precondition(EVP_DigestFinal_ex(context.pointer, &bytes, nil) == 1, "hashing bytes in memory cannot fail")
        guard let digest = Digest(bytes: bytes) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }

    /// Owns the library's state.
    private final class Context {
        let pointer: OpaquePointer

        init() {
            guard let pointer = EVP_MD_CTX_new(), EVP_DigestInit_ex(pointer, EVP_sha256(), nil) == 1 else {
                preconditionFailure("libcrypto has no SHA-256")
            }
            self.pointer = pointer
        }

        deinit { EVP_MD_CTX_free(pointer) }
    }
}

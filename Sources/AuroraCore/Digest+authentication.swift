extension Digest {
    /// HMAC-SHA256 (RFC 2104) of a message with a key of any length.
    package init(authenticating message: some Sequence<UInt8>, with key: some Sequence<UInt8>) {
        let blockLength = 64
        var block = Array(key)
        if block.count > blockLength { block = Digest(hashing: block).bytes }
        block += [UInt8](repeating: 0, count: blockLength - block.count)
        let inner = Digest(hashing: block.map { $0 ^ 0x36 } + Array(message))
        self = Digest(hashing: block.map { $0 ^ 0x5C } + inner.bytes)
    }
}

import Glibc

/// Where an address of the network lies. On a workspace's behalf only the internet at large may be connected to: a URL in a
/// stranger's workspace must reach neither this machine nor its neighbours.
enum AddressPolicy {
    /// Whether the address in a `sockaddr` of `size` bytes is one of the internet at large.
    static func isPublic(_ address: UnsafeRawPointer, size: Int) -> Bool {
        guard size >= MemoryLayout<sa_family_t>.size else { return false }
        switch Int32(address.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET where size >= MemoryLayout<sockaddr_in>.size:
            let number = address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
            return isPublic(v4: UInt32(bigEndian: number))
        case AF_INET6 where size >= MemoryLayout<sockaddr_in6>.size:
            var number = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &number) { isPublic(v6: Array($0)) }
        default: return false
        }
    }

    /// Whether the address in a `sockaddr` of `size` bytes is this machine's own (127.0.0.0/8, ::1).
    static func isThisMachine(_ address: UnsafeRawPointer, size: Int) -> Bool {
        guard size >= MemoryLayout<sa_family_t>.size else { return false }
        switch Int32(address.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET where size >= MemoryLayout<sockaddr_in>.size:
            return UInt32(bigEndian: address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr) >> 24 == 127
        case AF_INET6 where size >= MemoryLayout<sockaddr_in6>.size:
            var number = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &number) { Array($0) == [UInt8](repeating: 0, count: 15) + [1] }
        default: return false
        }
    }

    static func isPublic(v4 address: UInt32) -> Bool {
        !refused.contains { address >> (32 - $0.length) == $0.network >> (32 - $0.length) }
    }

    /// Of the sixteen bytes of an address. Only 2000::/3 is given out at all; what translates or tunnels to IPv4 is left
    /// out, since it leads to addresses that this cannot see.
    static func isPublic(v6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16, bytes[0] >> 5 == 1 else { return false }
        let head = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        let isSpecial = head >> 9 == 0x2001_0000 >> 9
        let isDocumentation = head == 0x2001_0DB8 || head >> 12 == 0x3FFF_0000 >> 12
        let isTunnel = head >> 16 == 0x2002
        return !isSpecial && !isDocumentation && !isTunnel
    }

    /// The special-purpose networks of IPv4, by the registry of RFC 6890 and its successors.
    private static let refused: [(network: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
        (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
        (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]
}

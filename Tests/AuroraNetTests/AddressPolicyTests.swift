import Glibc
import Testing

@testable import AuroraNet

@Suite struct AddressPolicyTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "223.255.255.255", "2606:4700:4700::1111",
        "2001:4860:4860::8888", "2a00:1450:4001::1",
    ])
    func theInternetAtLargeIsOpen(_ address: String) throws { #expect(try isOpen(address)) }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
        "2001:1ff::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
        "4000::1",
    ])
    func thisMachineAndItsNeighboursAreNot(_ address: String) throws { #expect(try !isOpen(address)) }

    @Test func whatIsNoAddressOfTheNetworkIsRefused() {
        var local = sockaddr_un()
        local.sun_family = sa_family_t(AF_UNIX)
        #expect(!judge(&local))
        var short = sockaddr_in()
        short.sin_family = sa_family_t(AF_INET)
        short.sin_addr.s_addr = UInt32(0x0808_0808)
        #expect(judge(&short))
        #expect(!judge(&short, size: 4))
    }

    private func isOpen(_ text: String) throws -> Bool {
        if text.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            try #require(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
            return judge(&address)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        try #require(inet_pton(AF_INET, text, &address.sin_addr) == 1)
        return judge(&address)
    }

    private func judge<Address>(_ address: inout Address, size: Int = MemoryLayout<Address>.size) -> Bool {
        withUnsafePointer(to: &address) { AddressPolicy.isPublic(UnsafeRawPointer($0), size: size) }
    }
}

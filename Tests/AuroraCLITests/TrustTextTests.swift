import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

@Suite struct TrustTextTests {
    @Test func whoIsAskedSeesEveryWordAndFile() throws {
        let text = TrustText(style: Style(isColoured: false))
        let shown =
            [
                text.text(Samples.trust(.untrusted)), text.text(Samples.trust(.changed(["`tool.sh` has other bytes"]))),
                text.text([Allowance(workspace: "/home/a", declaration: Samples.trust(.trusted).declaration)]),
                text.text([]),
            ].joined(separator: "\n")
        #expect(try Golden.difference(shown, from: "trust.txt") == nil)
        #expect(!shown.unicodeScalars.contains("\u{1B}"))
    }
}

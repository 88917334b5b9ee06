import AuroraCore
import Testing

@testable import AuroraCLI

@Suite struct AmountsTests {
    @Test(arguments: [
        (0, "0.0 s"), (0.04, "0.0 s"), (0.05, "0.1 s"), (9.94, "9.9 s"), (9.96, "10 s"), (14.4, "14 s"),
        (59.6, "1 min 0 s"), (125, "2 min 5 s"), (3599.6, "1 h 0 min"), (7384, "2 h 3 min"), (1e300, "over 99 h"),
        (.infinity, "over 99 h"),
    ]) func secondsReadWell(_ seconds: Double, _ text: String) { #expect(Amounts.seconds(seconds) == text) }

    @Test(arguments: [
        (0, "0.0 s"), (6_050, "6.1 s"), (59_940, "59.9 s"), (59_960, "1 min 0 s"), (75_400, "1 min 15 s"),
    ])
    func lengthsReadWell(_ milliseconds: Int, _ text: String) {
        #expect(Amounts.length(milliseconds: milliseconds) == text)
    }
}

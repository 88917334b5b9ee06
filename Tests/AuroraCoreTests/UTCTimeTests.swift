import AuroraCore
import Testing

struct UTCTimeTests {
    /// Worked out by another implementation of the calendar (Python's datetime).
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_451_587_250, "2026-11-23T16:33:07.250Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func isWrittenAsPeopleDo(milliseconds: Int64, text: String) {
        #expect(UTCTime(milliseconds: milliseconds).description == text)
        #expect(UTCTime(text)?.milliseconds == milliseconds)
    }

    @Test func daysAndMonthsBeginAtMidnight() {
        let time = UTCTime(milliseconds: 1_795_451_587_250)
        #expect(time.startOfDay.description == "2026-11-23T00:00:00.000Z")
        #expect(time.startOfMonth.description == "2026-11-01T00:00:00.000Z")
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-02-30T00:00:00.000Z", "2026-11-23T16:33:07.250+", "2026-11-23 16:33:07.250Z",
    ])
    func whatIsNoMomentIsRefused(text: String) {
        #expect(UTCTime(text) == nil)
    }
}

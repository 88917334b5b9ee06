import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

@Suite struct HistoryTextTests {
    @Test(arguments: [80, 200]) func theLogFitsTheTerminal(columns: Int) throws {
        let log = try HistorySamples().log()
        let text = LogText(style: Style(isColoured: false), columns: columns, isDetailed: false).text(log)
        #expect(try Golden.difference(text, from: "log-\(columns).txt") == nil)
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= columns })
    }

    @Test func theLogOfAnOutputTellsWhatChanged() throws {
        let samples = try HistorySamples()
        let text = LogText(style: Style(isColoured: false), columns: 80, isDetailed: true)
        #expect(try Golden.difference(text.text(samples.log("baker", "opening")), from: "log-detailed.txt") == nil)
        let coloured = LogText(style: Style(isColoured: true), columns: 80, isDetailed: true)
        #expect(try Golden.difference(coloured.text(samples.log("opening")), from: "log-colours.txt") == nil)
    }

    @Test func twoRevisionsAreComparedInWords() throws {
        let samples = try HistorySamples()
        let text = RevisionDiffText(style: Style(isColoured: false))
        #expect(try Golden.difference(text.text(samples.diff("HEAD~2..HEAD~1")), from: "diff-revisions.txt") == nil)
        #expect(try text.text(samples.diff("spring/v1..HEAD")) == "no changes: 12 outputs unchanged\n")
    }

    @Test func moneyStandsInColumns() throws {
        let samples = try HistorySamples()
        let ledger = try samples.history.ledger(nil, selection: OutputSelection())
        let text = LedgerText(style: Style(isColoured: false))
        let all = Ledger.Grouping.allCases.filter { $0 != .scene }.map { text.text(ledger, by: $0) }
        #expect(
            try Golden.difference(([text.text(ledger, by: nil)] + all).joined(separator: "\n"), from: "cost.txt") == nil
        )
    }

    @Test func whatIsWrongIsListedAndHintsAreGivenOnce() throws {
        let samples = try HistorySamples()
        try samples.folder.write("scribble", to: "out/draft/baker.mp4")
        try samples.folder.write("whose?", to: "out/draft/\(Samples.hostile).mp4")
        let text = VerificationText(style: Style(isColoured: false))
        let verification = try samples.history.verify(OutputSelection())
        #expect(try Golden.difference(text.text(verification), from: "verify.txt") == nil)
    }
}

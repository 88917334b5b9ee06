import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

/// Summaries for pull requests, in which nobody's text is anything but text.
@Suite struct MarkdownTests {
    @Test func twoRevisionsAreSummed() throws {
        let samples = try HistorySamples()
        let diff = try samples.diff("HEAD~2..HEAD~1")
        let stills = try samples.history.stillAddresses(of: diff)
        let text = MarkdownSummary.text(diff) { stills[$0.result.digest].map { "https://example.org/\($0)" } }
        #expect(try Golden.difference(text, from: "diff-markdown.md") == nil)
        #expect(!MarkdownSummary.text(diff) { _ in nil }.contains("<img"))
    }

    @Test(arguments: [
        "</code></details><img src=x onerror=alert(1)>", "| a | b |\n|---|---|", "[x](javascript:alert(1))",
        "![x](//evil.example)",
        "`code` **bold** _it_ ~~gone~~", "@everyone #1 owner/name#2", "https://evil.example www.evil.example",
        "&lt;b&gt; &#124;",
        "a\u{202E}b\u{0}", "<!-- comment", "$x^2$ \\| \\", "a@evil.example",
    ])
    func aTextStaysText(text: String) {
        let marked = MarkedText([.init(.path, text), .init(.removed, text), .init(.added, text), .init(.plain, text)])
        let row = MarkdownSummary.Row(thumbnail: "\"><script>|\(text)", name: text, verb: "new", lines: [marked])
        let summary = MarkdownSummary.text("Videos", "1 new", [row])
        // What is left without the markup of our own and without spelled characters is letters, digits and spaces.
        let line = summary.split(separator: "\n").last ?? ""
        let attribute = /<img src="[^"<>|]*" width="120" alt="">/
        #expect(line.matches(of: attribute).count == 1, "\(line)")
        let rest = line.replacing(attribute, with: "").replacing(/<\/?(?:code|del|ins)>/, with: "")
            .replacing(/&#[0-9]+;/, with: "").dropFirst(2).dropLast(2).replacing(" | ", with: "")
        #expect(
            rest.unicodeScalars.allSatisfy {
                !$0.isASCII || $0.properties.isAlphabetic || $0 == " " || ("0"..."9").contains($0)
            })
        #expect(rest.replacing("\u{200B}", with: "").filter { $0 == "|" || $0 == "<" }.isEmpty)
        #expect(summary.split(separator: "\n").count == 5, "\(summary)")
    }

    @Test func mentionsAndAddressesAreNotWhole() {
        #expect(Markdown.text("@ada") == "&#64;\u{200B}ada")
        #expect(Markdown.text("#12") == "&#35;\u{200B}12")
        #expect(Markdown.text("http://x") == "http&#58;\u{200B}&#47;&#47;x")
        #expect(Markdown.text("www.x") == "www&#46;\u{200B}x")
        #expect(Markdown.text("6.1 s") == "6&#46;1 s")
    }

    @Test func whatIsLongIsFoldedAndWhatIsTooLongIsCounted() {
        let rows = (0..<5000).map { number in
            MarkdownSummary.Row(
                thumbnail: nil, name: "scene\(number)", verb: "new",
                lines: [MarkedText(String(repeating: "words, ", count: 100))])
        }
        let some = MarkdownSummary.text("Videos", "20 new", Array(rows.prefix(20)))
        #expect(some.contains("<details><summary>5 more</summary>\n\n| output |"))
        let all = MarkdownSummary.text("Videos", "5000 new", rows)
        #expect(all.unicodeScalars.count < 65_536)
        #expect(all.contains(" more, for which there is no room here\n"))
        #expect(all.components(of: "<details>") == all.components(of: "</details>"))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}

import AuroraCLI
import AuroraCore
import AuroraTesting
import Testing

@Suite struct DiagnosticRendererTests {
    private let plain = DiagnosticRenderer(colours: .none)

    @Test func theExampleOfTheStyleGuide() throws {
        let span = SourceSpan(file: "scenes/intro.yaml", line: 12, column: 10, length: 8, text: "  voice: narrater")
        let diagnostic = Diagnostic(
            "scene `intro` has no voice named `narrater`", at: span, notes: ["voices are declared in aurora.yaml:4:1"],
            hint: "did you mean `narrator`?")
        #expect(try Golden.difference(plain.render(diagnostic), from: "renderer-example.txt") == nil)
        let coloured = DiagnosticRenderer(colours: .ansi).render([
            diagnostic, Diagnostic("`a.yml` is not read", hint: "rename it", severity: .warning),
        ])
        let visible = coloured.replacing("\u{1B}", with: "ESC")
        #expect(try Golden.difference(visible, from: "renderer-colours.txt") == nil)
    }

    @Test func caretsStandBelowWideAndInvisibleCharacters() throws {
        let lines: [(text: String, column: Int, length: Int)] = [
            ("\timage:\tnone.jpg", 9, 8),
            ("prompt: 你好世界 wrld", 14, 4),
            ("prompt: 你好世界 wrld", 9, 4),
            ("emoji: 👩‍👩‍👧‍👦 🇩🇪 ❤️ e\u{301} x", 25, 1),
            ("escape: \u{1B}[31mred \u{202E}reversed", 14, 3),
            ("short", 6, 1),
            ("", 1, 1),
        ]
        let diagnostics = lines.map { line in
            Diagnostic(
                "look here",
                at: SourceSpan(file: "a.yaml", line: 7, column: line.column, length: line.length, text: line.text))
        }
        #expect(try Golden.difference(plain.render(diagnostics), from: "renderer-carets.txt") == nil)
    }

    @Test func longLinesAreCutAroundTheCarets() throws {
        let long = (1...60).map { "word\($0)" }.joined(separator: " ")
        let wide = String(repeating: "字", count: 100)
        let places: [(text: String, column: Int, length: Int)] = [
            (long, 1, 5), (long, 150, 6), (long, long.count - 5, 6), (long, long.count + 1, 1), (long, 100, 300),
            (wide, 50, 2), (wide, 1, 100),
        ]
        let diagnostics = places.map { place in
            Diagnostic(
                "look here",
                at: SourceSpan(file: "a.yaml", line: 1234, column: place.column, length: place.length, text: place.text)
            )
        }
        let text = plain.render(diagnostics)
        #expect(try Golden.difference(text, from: "renderer-long-lines.txt") == nil)
    }

    @Test func theLastLineCountsSeveral() {
        let error = Diagnostic("wrong")
        let warning = Diagnostic("odd", severity: .warning)
        #expect(plain.render([]) == "")
        #expect(plain.render([error]) == "error: wrong\n")
        #expect(plain.render([error, error, warning]).hasSuffix("\n2 errors and 1 warning\n"))
        #expect(plain.render([warning, warning]).hasSuffix("\n2 warnings\n"))
    }
}

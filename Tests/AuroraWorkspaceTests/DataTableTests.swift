import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraWorkspace

/// CSV, TSV and JSON as rows.
@Suite struct DataTableTests {
    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]), ("a,b\r\n1,2", [["1", "2"]]), ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
        ("a,b\n\"1,1\",\"say \"\"hi\"\"\"\n", [["1,1", "say \"hi\""]]),
        ("a,b\n\n1,\n\n,2\n", [["1", ""], ["", "2"]]),
        ("a\n\"two\r\nlines\"\n", [["two\nlines"]]), ("a,b\n ö ,😀\n", [[" ö ", "😀"]]), ("a\n\"\"\n", [[""]]),
        ("a\r1\r2", [["1"], ["2"]]), ("a,b\n", []),
    ])
    func csvIsReadAsItsStandardHasIt(text: String, rows: [[String]]) throws {
        #expect(try Self.rows(text) == rows)
    }

    @Test func placesAreThoseThatAnEditorShows() throws {
        let (table, _) = try Self.read("id,text,x\nä,\"two\nlines\",1\nb,\"q\",22\n")
        let value = { (row: Int, column: String) in table?.value(of: column, in: row)?.span }
        #expect(value(0, "text")?.location == "rows.csv:2:3")
        #expect(value(0, "text")?.length == 4)
        #expect(value(0, "x")?.location == "rows.csv:3:8")
        #expect(value(1, "text")?.location == "rows.csv:4:3")
        #expect(value(1, "x")?.location == "rows.csv:4:7")
        #expect(value(1, "x")?.length == 2)
        #expect(table?.columns.map(\.span.column) == [1, 4, 9])
    }

    @Test(arguments: [
        ("", "1:1 the file has no header row"), ("\n\n", "1:1 the file has no header row"),
        ("a,a\n1,2\n", "1:3 two columns are called `a`"), ("a,\n1,2\n", "1:3 this column has no name"),
        ("a, b\n1,2\n", "1:3 the column's name ` b` has spaces around it"),
        ("a;b\n1;2\n", "1:1 the columns are separated by semicolons"),
        ("a,b\n1\n", "2:1 this row has 1 field, the header has 2"),
        ("a,b\n1,2,3\n", "2:5 this row has 3 fields, the header has 2"),
        ("a,b\n1,\"2\n", "2:3 the quote that begins here is not closed"),
        ("a,b\n1,\"2\"x\n3,4\n", "2:6 there is text behind a closing quote"),
        ("a,b\n1,5\"\n3,4\n", "2:4 a quote inside of a field"),
        ("a\nx\u{7}y\n", "2:2 a control character (U+0007) is not allowed here"),
    ])
    func whatIsNoTableIsRefused(text: String, expected: String) throws {
        let (table, diagnostics) = try Self.read(text)
        #expect(table == nil)
        #expect(diagnostics.map { "\($0.span?.line ?? 0):\($0.span?.column ?? 0) \($0.problem)" } == [expected])
    }

    @Test func jsonRowsMayLackMembers() throws {
        let text = #"[{"id": "a", "n": 1.50, "ok": true}, {"n": null, "id": "\u00e4\ud83d\ude00\n"}]"#
        let (table, diagnostics) = try Self.read(text, file: "rows.json")
        #expect(diagnostics == [])
        #expect(table?.columns.map(\.name) == ["id", "n", "ok"])
        #expect(table?.rows.map { $0.fields.map { $0?.text } } == [["a", "1.50", "true"], ["ä😀\n", nil, nil]])
        #expect(table?.value(of: "n", in: 0)?.span.location == "rows.json:1:19")
    }

    @Test(arguments: [
        ("", "1:1 the file is empty"), ("{}", "1:1 a list of objects is expected, not a mapping"),
        ("[1]", "1:2 a row must be an object, not a value"),
        (#"[{"a": [1]}]"#, "1:8 `a` must be text, a number, `true` or `false`, not a list"),
        (#"[{"a": 1, "a": 2}]"#, "1:11 the key `a` is stated twice"), (#"[{"a": 01}]"#, "1:8 `01` is not a JSON value"),
        (#"[{"a": 1,}]"#, "1:10 a key in quotes is expected here"), (#"[{"a" 1}]"#, "1:7 a `:` is expected here"),
        (#"[{"a": 1}"#, "1:10 the file ends too early"),
        (#"[{"a": "b}]"#, "1:8 the quote that begins here is not closed on its line"),
        (#"[{"a": "\x"}]"#, "1:10 there is no such escape in JSON"),
        (#"[{"a": "\ud800"}]"#, "1:15 half of a character is missing here"),
        (#"[{"a": "\u0007"}]"#, "1:8 `a` has a control character (U+7) in it"),
        (#"[] []"#, "1:4 there is something behind the end of the JSON value"),
        (String(repeating: "[", count: 100), "1:65 lists and objects are nested more than 64 deep"),
    ])
    func whatIsNoListOfRowsIsRefused(text: String, expected: String) throws {
        let (table, diagnostics) = try Self.read(text, file: "rows.json")
        #expect(table == nil)
        #expect(diagnostics.map { "\($0.span?.line ?? 0):\($0.span?.column ?? 0) \($0.problem)" } == [expected])
    }

    @Test func randomBytesNeverCrash() throws {
        var random = SeededGenerator.fresh()
        let pieces: [[UInt8]] = [
            Array("\"".utf8), Array(",".utf8), Array("\n".utf8), Array("\r\n".utf8), Array("\t".utf8), Array("a".utf8),
            Array("\"\"".utf8), Array("é".utf8), Array("{\"a\":".utf8), Array("[".utf8), Array("]".utf8),
            Array("}".utf8), Array("\\u12".utf8), Array("1e5".utf8),
        ]
        for round in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                bytes +=
                    round % 4 == 0
                    ? [UInt8.random(in: 0...255, using: &random)] : pieces.randomElement(using: &random) ?? []
            }
            for file in ["rows.csv", "rows.tsv", "rows.json"] {
                let (table, diagnostics) = Self.read(bytes, file: file)
                #expect((table == nil) == diagnostics.contains { $0.severity == .error }, "seed \(random.seed)")
                let width = table?.columns.count
                #expect(table?.rows.allSatisfy { $0.fields.count == width } != false, "seed \(random.seed)")
            }
        }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        var random = SeededGenerator.fresh()
        let characters = Array("ab ,\"\n\té😀$:{}'")
        for _ in 0..<300 {
            let width = Int.random(in: 1...4, using: &random)
            let rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                (0..<width).map { _ in
                    String(
                        (0..<Int.random(in: 1...6, using: &random)).map { _ in
                            characters.randomElement(using: &random) ?? "x"
                        })
                }
            }
            let header = (0..<width).map { "c\($0)" }.joined(separator: ",")
            let lines = rows.map { row in
                row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
            }
            #expect(try Self.rows(([header] + lines).joined(separator: "\r\n")) == rows, "seed \(random.seed)")
        }
    }

    private static func rows(_ text: String) throws -> [[String]] {
        let (table, diagnostics) = try read(text)
        #expect(diagnostics == [])
        return try #require(table).rows.map { $0.fields.map { $0?.text ?? "nothing" } }
    }

    private static func read(_ text: String, file: String = "rows.csv") throws -> (DataTable?, [Diagnostic]) {
        read(Array(text.utf8), file: file)
    }

    private static func read(_ bytes: [UInt8], file: String) -> (DataTable?, [Diagnostic]) {
        do throws(DiagnosticsError) {
            let source = try SourceText(file: file, bytes: bytes)
            var problems = Problems()
            let table =
                switch file.suffix(4) {
                case ".csv": DelimitedReader.table(of: source, separator: .comma, reporting: &problems)
                case ".tsv": DelimitedReader.table(of: source, separator: .tab, reporting: &problems)
                default: JSONRows.table(of: source, reporting: &problems)
                }
            return (table, problems.sorted())
        } catch {
            return (nil, error.diagnostics)
        }
    }
}

import AuroraTesting
import Testing

/// `aurora graph` with the real executable.
@Suite struct GraphCommandTests {
    @Test func theDrawingFollowsTheWorkspace() async throws {
        let bench = try CommandBench("(printf '\\0\\0\\0\\030ftypisom\\0\\0\\0\\0isom'; cat \"$1\") > \"$5\"")
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        let before = try await bench.aurora("graph")
        #expect(before.status == 0, "\(before.messages)")
        #expect(before.output.hasPrefix("digraph aurora {\n"))
        #expect(before.output.contains("a0 [label=\"a\\ntalkingHead: run\""), "\(before.output)")
        #expect(try await bench.aurora("graph").output == before.output)
        #expect(try await bench.aurora("build").status == 0)
        let after = try await bench.aurora("graph", "a", "--format", "mermaid")
        #expect(after.output.contains("a0[\"a<br/>talkingHead: current\"]:::current\n"), "\(after.output)")
        let lines = try await bench.aurora("graph", "--format", "json")
        #expect(lines.output.contains("\"state\":\"current\""), "\(lines.output)")
        #expect(lines.output.contains("{\"field\":\"image\",\"path\":\"scenes/a.jpg\"}"), "\(lines.output)")
    }

    @Test func whatIsNotThereIsRefused() async throws {
        let bench = try CommandBench("")
        #expect(try await bench.aurora("graph", "nobody").status == 2)
        #expect(try await bench.aurora("graph", "--format", "png").status == 2)
    }
}

import AuroraFiles
import AuroraTesting
import Testing

/// Looking at a scene before it is built, with the real renderer.
@Suite struct PreviewTests {
    @Test func aFrameAndAFewSecondsAreMadeAtOnce() async throws {
        let bench = try await Workbench(scenes: ["hello"])
        let still = try await bench.aurora("preview", "hello", "--at", "0.4s")
        #expect(still.output == "out/.preview/hello.jpg\n" && still.status == 0, "\(still.messages)")
        #expect(try bench.bytes("out/.preview/hello.jpg").starts(with: [0xFF, 0xD8, 0xFF]))
        let clip = try await bench.aurora("preview", "hello", "--from", "200ms", "--json")
        #expect(clip.output.contains(#""path":"out/.preview/hello.mp4""#), "\(clip.output)\(clip.messages)")
        #expect(clip.output.contains(#""durationMilliseconds":1000"#), "to its end: \(clip.output)")
        #expect(try !bench.exists("records"), "nothing is recorded")
        #expect(try !bench.exists("out/draft"), "and nothing is built")
        #expect(try Files.names(in: bench.folder.path(".aurora/tmp")) == [])
    }

    @Test func whatCannotBeShownIsSaid() async throws {
        let bench = try await Workbench(scenes: ["hello", "part/one", "part/two"])
        let late = try await bench.aurora("preview", "hello", "--at", "99s")
        #expect(late.status == 1 && late.messages.contains("the video is only 1.2 s long"), "\(late.messages)")
        let unknown = try await bench.aurora("preview", "helo")
        #expect(unknown.status == 2 && unknown.messages.contains("did you mean `hello`?"), "\(unknown.messages)")
        let many = try await bench.aurora("preview", "part")
        #expect(many.status == 2 && many.messages.contains("`part` stands for 2 scenes"), "\(many.messages)")
        for arguments in [["--at", "x"], ["--at", "-1"], ["--at", "1s", "--from", "2s"]] {
            let refused = try await bench.aurora(arguments: ["preview", "hello"] + arguments)
            #expect(refused.status == 2, "\(refused.messages)")
        }
    }

    @Test func aLinkLeadsNowhere() async throws {
        let bench = try await Workbench(scenes: ["hello"])
        let elsewhere = try TemporaryFolder()
        try bench.write("out/x", "")
        try bench.folder.link("out/.preview", to: elsewhere.path)
        let refused = try await bench.aurora("preview", "hello", "--at", "0s")
        #expect(refused.status == 2 && refused.messages.contains("is a symbolic link"), "\(refused.messages)")
        #expect(try Files.names(in: elsewhere.path) == [])
    }
}

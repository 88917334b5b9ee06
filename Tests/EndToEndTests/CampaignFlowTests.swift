import AuroraFiles
import AuroraTesting
import Testing

/// A campaign from its first build to a row that goes.
@Suite struct CampaignFlowTests {
    @Test func onlyTheCellsOfAChangedRowAreMadeAgain() async throws {
        let bench = try await Self.bench()
        try await bench.commitAll()
        let built = try await bench.aurora("build", "spring/anna")
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.output == "out/draft/spring/anna/1.mp4\nout/draft/spring/anna/2.mp4\n")
        #expect(try await bench.aurora("build").output == "out/draft/spring/ben/1.mp4\nout/draft/spring/ben/2.mp4\n")
        let record = try await bench.git("log", "-1", "--format=%s")
        #expect(record.hasPrefix("Build 2 scenes (draft)"), "\(record)")
        // A commit speaks of what it holds, whatever was made besides.
        try bench.addScene("late")
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,61\nben,Ben,60\n")
        try await bench.git("add", "campaigns")
        try await bench.git("commit", "--quiet", "--message", "Better")
        let later = try await bench.aurora("build")
        #expect(later.messages.contains("3 made"), "\(later.messages)")
        let message = try await bench.git("log", "-1", "--format=%B")
        #expect(message.hasPrefix("Build 2 scenes (draft), $0.00\n"), "\(message)")
        #expect(message.contains("Aurora-Scenes: spring/anna/1, spring/anna/2\n"), "\(message)")
        try Files.removeTree(bench.folder.path("scenes/late"))
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,60\nben,Ben,60\n")
        #expect(try await bench.aurora("build").status == 0)

        try bench.write("campaigns/rows.csv", "name,id,quality\nBen,ben,60\nAnna,anna,60\n")
        #expect(try await bench.aurora("build").messages.hasPrefix("nothing to do"))
        try bench.write("campaigns/rows.csv", "name,id,quality\nBenno,ben,60\nAnna,anna,60\n")
        let diff = try await bench.aurora("diff").output
        #expect(diff.contains("spring/ben/1") && diff.contains("spring/ben/2") && !diff.contains("anna"), "\(diff)")
    }

    @Test func aRowThatIsGoneIsPutAway() async throws {
        let bench = try await Self.bench()
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,60\n")
        let build = try await bench.aurora("build")
        #expect(build.status == 0, "\(build.messages)")
        #expect(try !bench.exists("out/draft/spring/ben/1.mp4"))
        #expect(try await bench.git("ls-files", "records").contains("ben"), "HEAD's rows still ask for it")
        #expect(try await bench.aurora("commit").status == 0)
        #expect(try await !bench.git("ls-files", "records").contains("ben"))
        #expect(try await bench.git("ls-files", "records").contains("anna"))
    }

    @Test func aMistakeIsShownInItsCell() async throws {
        let bench = try await Self.bench()
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,6\nben,Ben,60\n")
        let ending = try await bench.aurora("build")
        #expect(ending.status == 2)
        #expect(ending.messages.contains("--> campaigns/rows.csv:2:11"), "\(ending.messages)")
        #expect(try !bench.exists("out"))
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,60\n")
        let unknown = try await bench.aurora("build", "sprin", "spring/ana")
        #expect(unknown.status == 2)
        #expect(unknown.messages.contains("did you mean `spring`?"), "\(unknown.messages)")
        #expect(unknown.messages.contains("there is no scene `spring/ana`"), "\(unknown.messages)")
    }

    private static func bench() async throws -> Workbench {
        let bench = try await Workbench(scenes: ["hello"])
        try bench.write(
            "scenes/hello/scene.yaml",
            "image: portrait.jpg\naudio: line.wav\nprompt: Speak to ${name}\nsettings:\n  quality: ${quality}\n  seed: ${seed}\n"
        )
        try bench.write("campaigns/spring.yaml", "scene: ../scenes/hello\ndata: rows.csv\nmatrix: {seed: [1, 2]}\n")
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,60\nben,Ben,60\n")
        return bench
    }
}

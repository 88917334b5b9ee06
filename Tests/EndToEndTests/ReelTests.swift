import AuroraFiles
import Foundation
import RenderProtocol
import Testing

/// Reels, by the real renderer and by a build.
@Suite struct ReelTests {
    private static let head = TalkingHeadRequest(
        image: "scenes/hello/portrait.jpg", audio: "scenes/hello/line.wav", output: "video.mp4", prompt: "",
        transcript: nil, cfgScaleHundredths: 100, seed: 1, shortSide: 480, framesPerSecond: 25, quality: 80,
        format: .mp4)

    @Test func allThatAReelCanHaveComesTogether() async throws {
        let bench = try await EditBench()
        let video = try await bench.facts(.talkingHead(Self.head))
        var request = ReelRequest(
            parts: [.still("scenes/hello/portrait.jpg", milliseconds: 500), .clip("video.mp4"), .clip("video.mp4")],
            output: "a.mp4", format: .mp4, transition: .crossfade(milliseconds: 200),
            music: ReelMusic(file: "scenes/hello/line.wav"), loudness: -16,
            label: LabelRequest(text: "AI-generated", corner: .topLeft),
            brand: BrandRequest(image: "scenes/hello/portrait.jpg", corner: .topRight))
        let facts = try await bench.facts(.reel(request))
        #expect(facts.width == video.width && facts.height == video.height && facts.framesPerSecond == 25)
        let frames = 13 + 2 * video.frames - 2 * 5
        #expect(facts.frames == frames && facts.durationMilliseconds == frames * 40, "\(facts)")
        // The same bytes, whatever the number of processors.
        let bytes = try Files.read(bench.folder.path("a.mp4"))
        request.output = "b.mp4"
        _ = try await bench.facts(.reel(request), processors: 1)
        #expect(try Files.read(bench.folder.path("b.mp4")) == bytes)
        (request.width, request.height, request.format, request.output) = (360, 640, .webm, "c.webm")
        let tall = try await bench.facts(.reel(request))
        #expect(tall.width == 360 && tall.height == 640 && tall.videoCodec == "vp9" && tall.frames == frames)
    }

    @Test func whatCannotBeJoinedIsSaid() async throws {
        let bench = try await EditBench()
        _ = try await bench.facts(.talkingHead(Self.head))
        try bench.folder.write((0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 31) }, to: "junk.bin")
        var request = ReelRequest(parts: [.clip("video.mp4"), .clip("junk.bin")], output: "a.mp4", format: .mp4)
        let part = try await bench.failure(.reel(request))
        #expect(part.subject == .part && part.part == 1)
        request.parts = [.clip("video.mp4")]
        request.music = ReelMusic(file: "junk.bin")
        #expect(try await bench.failure(.reel(request)).subject == .music)
        request.music = nil
        request.loudness = 3
        #expect(try await bench.failure(.reel(request)).problem == "loudness is 3.0")
        request.loudness = nil
        request.parts = []
        #expect(try await bench.failure(.reel(request)).problem == "the reel has no parts")
    }

    @Test func aReelFollowsItsScenesAndNothingElse() async throws {
        let bench = try await Workbench(scenes: ["hello"])
        try bench.write(
            "scenes/hello/scene.yaml",
            "image: portrait.jpg\naudio: line.wav\nsettings: {quality: \"${quality}\"}\n")
        try bench.write(
            "campaigns/spring.yaml",
            """
            scene: ../scenes/hello
            data: rows.csv
            reels:
              tour: {transition: {crossfade: 0.2}, loudness: -16}
              first: {order: [anna, {still: ../scenes/hello/portrait.jpg, seconds: 0.4}]}

            """)
        try bench.write("campaigns/rows.csv", "id,quality\nanna,60\nben,65\ncem,70\n")
        try await bench.commitAll()
        let first = try await bench.aurora("build")
        #expect(first.status == 0 && first.messages.contains("5 made"), "\(first.messages)")
        let tour = try bench.bytes("out/draft/spring/tour.mp4")
        let short = try bench.bytes("out/draft/spring/first.mp4")

        // Other rows first: nothing is made again.
        try bench.write("campaigns/rows.csv", "id,quality\ncem,70\nanna,60\nben,65\n")
        let sorted = try await bench.aurora("build")
        #expect(sorted.status == 0 && !sorted.messages.contains("made"), "\(sorted.messages)")

        // One row is another: its video and the reel that it is in, and not the other one.
        try bench.replace("ben,65", with: "ben,75", in: "campaigns/rows.csv")
        let edited = try await bench.aurora("build")
        #expect(edited.status == 0 && edited.messages.contains("2 made"), "\(edited.messages)")
        #expect(try bench.bytes("out/draft/spring/tour.mp4") != tour)
        #expect(try bench.bytes("out/draft/spring/first.mp4") == short)
    }

    @Test func aClipThatIsNoneIsNamedWithItsPlace() async throws {
        let bench = try await Workbench(scenes: ["hello"])
        try bench.write("scenes/hello/scene.yaml", "image: portrait.jpg\naudio: line.wav\n")
        try bench.write("campaigns/outro.mp4", "no video at all")
        try bench.write(
            "campaigns/spring.yaml",
            """
            scene: ../scenes/hello
            matrix: {locale: [en]}
            reels:
              tour:
                order:
                  - {cells: sorted}
                  - {clip: outro.mp4}

            """)
        let build = try await bench.aurora("build")
        #expect(build.status == 1)
        #expect(build.messages.contains("`campaigns/outro.mp4`: this part"), "\(build.messages)")
        #expect(build.messages.contains("campaigns/spring.yaml:7:"), "\(build.messages)")
    }
}

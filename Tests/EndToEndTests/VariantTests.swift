import AuroraFiles
import Foundation
import RenderProtocol
import Testing

/// Variants of a finished video, by the real renderer.
@Suite struct VariantTests {
    private static let vtt = """
        WEBVTT

        00:00.000 --> 00:00.600
        Hello & welcome

        00:00.600 --> 00:09.000
        مرحبًا بكم
        """

    /// A video of the example's baker, a second long.
    private static func bench() async throws -> EditBench {
        let bench = try await EditBench()
        let head = TalkingHeadRequest(
            image: "scenes/hello/portrait.jpg", audio: "scenes/hello/line.wav", output: "video.mp4", prompt: "",
            transcript: nil, cfgScaleHundredths: 100, seed: 1, shortSide: 480, framesPerSecond: 25, quality: 80,
            format: .mp4)
        _ = try await bench.facts(.talkingHead(head))
        try bench.folder.write(vtt, to: "words.vtt")
        return bench
    }

    @Test func anotherShapeWithAllMarksHasTheSizeAndTheLength() async throws {
        let bench = try await Self.bench()
        var request = VariantRequest(
            video: "video.mp4", output: "a.mp4", format: .mp4, aspectWidth: 9, aspectHeight: 16, shortSide: 360,
            captions: CaptionsRequest(file: "words.vtt", mode: .burned, language: "ar"),
            label: LabelRequest(text: "AI-generated", corner: .topLeft),
            brand: BrandRequest(image: "scenes/hello/portrait.jpg", corner: .topRight))
        let video = try await bench.facts(.inspect(video: "video.mp4"))
        let facts = try await bench.facts(.variant(request))
        #expect(facts.width == 360 && facts.height == 640 && facts.frames == video.frames)
        #expect(facts.durationMilliseconds == video.durationMilliseconds)
        // The same bytes, whatever the number of processors.
        let bytes = try Files.read(bench.folder.path("a.mp4"))
        request.output = "b.mp4"
        _ = try await bench.facts(.variant(request), processors: 1)
        #expect(try Files.read(bench.folder.path("b.mp4")) == bytes)
    }

    @Test func theFormatAloneIsWhatARemuxIs() async throws {
        let bench = try await Self.bench()
        for format in ContainerFormat.allCases {
            let variant = VariantRequest(video: "video.mp4", output: "a", format: format)
            _ = try await bench.facts(.variant(variant))
            _ = try await bench.facts(.remux(RemuxRequest(video: "video.mp4", output: "b", format: format)))
            let (one, other) = try (Files.read(bench.folder.path("a")), Files.read(bench.folder.path("b")))
            #expect(format == .webm ? one.count > 1000 : one == other, "\(format)")
        }
    }

    @Test func embeddedCaptionsLeaveThePicturesAsTheyAre() async throws {
        let bench = try await Self.bench()
        let captions = CaptionsRequest(file: "words.vtt", mode: .embedded, language: "en")
        let facts = try await bench.facts(
            .variant(VariantRequest(video: "video.mp4", output: "a.mp4", format: .mp4, captions: captions)))
        let video = try await bench.facts(.inspect(video: "video.mp4"))
        #expect(facts == video, "as long, and encoded as it was")
        let bytes = try Files.read(bench.folder.path("a.mp4"))
        #expect(bytes.contains(Array("Hello & welcome".utf8)) && bytes.contains(Array("tx3g".utf8)))
        _ = try await bench.facts(
            .variant(VariantRequest(video: "video.mp4", output: "a.webm", format: .webm, captions: captions)))
        let webm = try Files.read(bench.folder.path("a.webm"))
        #expect(webm.contains(Array("D_WEBVTT/SUBTITLES".utf8)) && webm.contains(Array("مرحبًا بكم".utf8)))
    }

    @Test func whatCannotBeIsSaid() async throws {
        let bench = try await Self.bench()
        let junk = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try bench.folder.write(junk, to: "junk.bin")
        try bench.folder.write("00:00.000 --> 00:01.000\n\u{13000}\u{13001}\n", to: "rare.vtt")
        var request = VariantRequest(video: "video.mp4", output: "a.mp4", format: .mp4)
        request.captions = CaptionsRequest(file: "junk.bin", mode: .burned)
        #expect(try await bench.failure(.variant(request)).subject == .captions)
        request.captions = CaptionsRequest(file: "words.vtt", mode: .burned, style: CaptionStyle(font: "junk.bin"))
        let font = try await bench.failure(.variant(request))
        #expect(font.subject == .font && font.problem == "it is no font")
        request.captions = CaptionsRequest(file: "rare.vtt", mode: .burned)
        let rare = try await bench.failure(.variant(request))
        #expect(rare.subject == .captions && rare.problem == "no font here has `\u{13000}` `\u{13001}`")
        request.captions = CaptionsRequest(file: "words.vtt", mode: .burned, style: CaptionStyle(color: "red"))
        #expect(try await bench.failure(.variant(request)).problem == "`red` is no colour")
        request.captions = nil
        request.brand = BrandRequest(image: "junk.bin", corner: .topLeft)
        #expect(try await bench.failure(.variant(request)).subject == .brand)
        request.brand = nil
        (request.aspectWidth, request.aspectHeight) = (100, 1)
        #expect(try await bench.failure(.variant(request)).subject == .settings)
        (request.video, request.aspectHeight) = ("junk.bin", 100)
        #expect(try await bench.failure(.variant(request)).subject == .video)
    }
}

extension RenderTask {
    fileprivate static func inspect(video: String) -> RenderTask { .inspect(InspectRequest(video: video)) }
}

extension [UInt8] {
    /// Whether these bytes are somewhere in it.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        indices.contains { self[$0] == part[0] && self[$0...].starts(with: part) }
    }
}

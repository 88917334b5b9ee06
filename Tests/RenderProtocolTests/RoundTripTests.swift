import Foundation
import RenderProtocol
import Testing

@Suite("What crosses between the executables")
struct RoundTripTests {
    @Test func requestsAndAnswersSurviveJSON() throws {
        let head = TalkingHeadRequest(
            image: "a.png", audio: "b.wav", output: "c.mp4", prompt: "calm", transcript: "hello",
            cfgScaleHundredths: 160, stated: StatedDirection(), seed: .max, shortSide: 720, framesPerSecond: 25,
            quality: 85, format: .mp4)
        for task in [
            RenderTask.talkingHead(head), .probe(ProbeRequest(sounds: ["b.wav", "c.wav"])),
            .excerpt(ExcerptRequest(video: head, part: .still(atMilliseconds: 40))),
            .excerpt(ExcerptRequest(video: head, part: .clip(fromMilliseconds: 0, milliseconds: 3000))),
            .align(AlignRequest(sound: "b.wav", transcript: "Yes,\nno.", language: "en", output: "words.json")),
            .variant(
                VariantRequest(
                    video: "a.mp4", output: "b.webm", format: .webm, aspectWidth: 9, aspectHeight: 16, shortSide: 480,
                    fit: .blur, captions: CaptionsRequest(file: "c.vtt", mode: .burned, language: "ar"),
                    label: LabelRequest(text: "AI", corner: .topLeft),
                    brand: BrandRequest(image: "logo.png", corner: .topRight))),
            .reel(
                ReelRequest(
                    parts: [.clip("a.mp4"), .still("b.png", milliseconds: 40)], output: "c.mp4", format: .mp4,
                    transition: .crossfade(milliseconds: 200), music: ReelMusic(file: "d.mp3"), loudness: -16)),
        ] {
            let request = RenderRequest(task: task)
            #expect(try JSONDecoder().decode(RenderRequest.self, from: JSONEncoder().encode(request)) == request)
        }
        let facts = MediaFacts(
            width: 2, height: 2, framesPerSecond: 25, frames: 1, durationMilliseconds: 40, videoCodec: "h264",
            audioCodec: "aac")
        let failure = RenderFailure(subject: .output, problem: "no room", hint: nil)
        for response in [
            RenderResponse.talkingHead(facts), .probe(ProbeFacts(durationsMilliseconds: [1, nil])),
            .still(StillFacts(width: 2, height: 2)), .failed(failure),
            .aligned(AlignedFacts(words: 3, durationMilliseconds: 900)),
        ] {
            #expect(try JSONDecoder().decode(RenderResponse.self, from: JSONEncoder().encode(response)) == response)
        }
    }

    @Test func whatIsSaidToAHostSurvivesJSONOnOneLine() throws {
        let request = RenderRequest(task: .probe(ProbeRequest(sounds: ["a\nb.wav"])))
        for order in [HostOrder.run(job: 7, folder: "a/b", request: request), .stop(job: 7)] {
            let line = try JSONEncoder().encode(order)
            #expect(!line.contains(UInt8(ascii: "\n")))
            #expect(try JSONDecoder().decode(HostOrder.self, from: line) == order)
        }
        for report in [
            HostReport.progress(job: 7, RenderProgress(stage: .rendering, done: 1, total: 2)),
            .ended(job: 7, HostEnding(.signaled(11), complaint: ["a\nb"])), .ended(job: 7, HostEnding(.exited(0))),
            .ended(job: 7, HostEnding(.notStarted(12))),
        ] {
            let line = try JSONEncoder().encode(report)
            #expect(!line.contains(UInt8(ascii: "\n")))
            #expect(try JSONDecoder().decode(HostReport.self, from: line) == report)
        }
    }

    @Test func aRequestNamesTheEngineOfItsAuthor() {
        #expect(RenderRequest(task: .probe(ProbeRequest(sounds: ["a"]))).engine == EngineVersion.current)
    }
}

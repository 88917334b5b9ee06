import AuroraBuild
import AuroraCore
import AuroraFiles
import Testing

@testable import AuroraSession

/// How long new sounds are, before anything is rendered.
@Suite struct SoundProbeTests {
    /// Counts its starts, and answers 1000 for each sound that it is asked for, but dies of one called bad.
    private static let script = #"""
        echo start >> "$(dirname "$0")/starts"
        for name in $(grep -l bad *.wav); do grep -q "[^0-9]$name" request.json && kill -SEGV $$; done
        count=$(grep -o '[.]wav' request.json | wc -l)
        lengths=$(yes 1000 | head -n "$count" | paste -s -d ,)
        echo "{\"probe\":{\"_0\":{\"durationsMilliseconds\":[$lengths]}}}" > result.json

        """#

    @Test func realSoundsAreMeasuredAndJunkIsLeftOut() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let speech = try Files.read(bench.folder.path("scenes/hello/line.wav"))
        let sounds = try bench.sounds([speech, Array("no sound at all".utf8), []])
        #expect(try await bench.probe().lengths(of: sounds) == [sounds[0].digest: 1000])
        #expect(try bench.workInProgress() == [], "the copies are gone")
    }

    @Test func manySoundsNeedFewStarts() async throws {
        let bench = try RendererBench()
        let sounds = try bench.sounds((0..<150).map { Array("sound \($0)".utf8) })
        let lengths = try await bench.probe(renderer: try bench.script(Self.script)).lengths(of: sounds)
        #expect(lengths.count == 150)
        #expect(try bench.folder.text(of: "starts").split(separator: "\n").count == 3)
    }

    @Test func aSoundThatKillsTheRendererHidesNoOther() async throws {
        let bench = try RendererBench()
        let sounds = try bench.sounds((0..<20).map { Array(($0 == 7 ? "bad" : "sound \($0)").utf8) })
        let lengths = try await bench.probe(renderer: try bench.script(Self.script)).lengths(of: sounds)
        #expect(lengths.count == 19)
        #expect(lengths[sounds[7].digest] == nil)
    }

    @Test func aRendererThatAlwaysDiesIsLeftAlone() async throws {
        let bench = try RendererBench()
        let sounds = try bench.sounds((0..<500).map { Array("bad \($0)".utf8) })
        #expect(try await bench.probe(renderer: try bench.script(Self.script)).lengths(of: sounds) == [:])
        #expect(try bench.folder.text(of: "starts").split(separator: "\n").count == SoundProbe.failureLimit)
    }

    @Test func aMissingRendererCostsNothing() async throws {
        let bench = try RendererBench()
        let sounds = try bench.sounds([Array("sound".utf8)])
        #expect(try await bench.probe(renderer: bench.folder.path("nowhere")).lengths(of: sounds) == [:])
        #expect(try FileFacts.of(bench.folder.path(".aurora/tmp")) == nil, "nothing was copied aside")
    }
}

import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import RenderProtocol
import Testing

@testable import AuroraSession

/// A renderer that stays open: nobody can tell its videos from those of renderers that are started for them.
@Suite struct RendererHostTests {
    /// The first video has its picture looked at by the copy that animates it, those after the second by the host.
    @Test func itsVideosHaveTheBytesOfARendererOfTheirOwn() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let host = RendererHost(idleSeconds: 3600)
        var plain: [String: [UInt8]] = [:]
        let scenes = [
            "image: portrait.jpg\naudio: line.wav\nsettings: {size: 480p, seed: 1}\n",
            "image: portrait.jpg\naudio: line.wav\nsettings: {size: 480p, seed: 2}\ntranscript: There was a time\n",
            "image: portrait.jpg\naudio: line.wav\nsettings: {size: 480p, warmth: 60, backgroundBlur: 50}\n",
            "image: portrait.jpg\naudio: line.wav\nsettings: {size: 720p}\n",
        ]
        for round in 0..<3 {
            for scene in scenes {
                try bench.folder.write(scene, to: "scenes/hello/scene.yaml")
                if round == 0 { plain[scene] = try await video(bench, nil) }
                #expect(try await video(bench, host) == plain[scene], "round \(round): \(scene)")
            }
        }
        #expect(Set(plain.values).count == scenes.count)
        #expect(host.process > 0)
    }

    @Test func oneHostCarriesOutSeveralRequestsAtATime() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let host = RendererHost(idleSeconds: 3600)
        let first = try await video(bench, host)
        let process = host.process
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<6 { group.addTask { try await video(bench, host) } }
            for try await video in group { #expect(video == first) }
        }
        #expect(host.process == process && process > 0)
    }

    @Test func whatItsCopySaysOfABadPictureIsTold() async throws {
        let bench = try RendererBench()
        let host = RendererHost(idleSeconds: 3600)
        for _ in 0..<3 {
            try bench.folder.write("no picture", to: "scenes/hello/portrait.jpg")
            await #expect { try await video(bench, host) } throws: { error in
                bench.text(of: error).contains("`scenes/hello/portrait.jpg`: the picture is in a format")
            }
        }
        #expect(host.process > 0)
    }

    @Test func aRequestThatDiesTakesNoOtherWithIt() async throws {
        let bench = try RendererBench.withLongSpeech()
        let host = RendererHost(idleSeconds: 3600)
        let attempts = try twoVideos(bench, host)
        let copies = try await copies(of: host, 2)
        #expect(kill(copies[0], SIGSEGV) == 0)
        let first = await withTaskGroup { group in
            for attempt in attempts { group.addTask { await attempt.result } }
            let first = await group.next()
            #expect((try? Self.children(of: host.process).count) == 1, "the other one is still at work")
            for attempt in attempts { attempt.cancel() }
            return first
        }
        guard case .failure(let error)? = first else { return #expect(Bool(false), "it was killed") }
        #expect(bench.text(of: error).contains("(signal 11)"))
    }

    @Test func aCopyHasNothingButWhatItNeeds() async throws {
        let bench = try RendererBench.withLongSpeech()
        let host = RendererHost(idleSeconds: 3600)
        let attempts = try twoVideos(bench, host)
        defer { for attempt in attempts { attempt.cancel() } }
        let copies = try await copies(of: host, 2)
        for copy in copies {
            let isConfined = try await Patience.until { try Self.status(copy, "Seccomp_filters") == "2" }
            #expect(isConfined, "its host's filter, and its own")
            #expect(try Self.status(copy, "NoNewPrivs") == "1")
            let folder = try Files.realPath("/proc/\(copy)/cwd")
            for stream in try Files.names(in: "/proc/\(copy)/fd") where (Int(stream) ?? 0) > 2 {
                // One that was closed since it was listed is of no interest.
                guard let file = try? Files.realPath("/proc/\(copy)/fd/\(stream)") else { continue }
                #expect(file.hasPrefix(folder) || !file.hasPrefix(bench.folder.path), "\(file)")
            }
        }
        #expect(try Self.status(host.process, "Seccomp_filters") == "1")
    }

    @Test func aHostThatDiesIsReplacedAndNothingIsLost() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 4)
        let plain = try await video(bench, nil)
        let host = RendererHost(idleSeconds: 3600)
        #expect(try await video(bench, host) == plain)
        let first = host.process
        let attempt = Task { try await video(bench, host) }
        _ = try await copies(of: host, 1)
        #expect(kill(first, SIGKILL) == 0)
        #expect(try await attempt.value == plain, "made by a renderer of its own")
        #expect(try await video(bench, host) == plain)
        #expect(host.process > 0 && host.process != first)
    }

    @Test func aHostThatNeverWorksIsLeftAlone() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let renderer = RendererBench.program("aurora-render")
        let script = try bench.script(
            """
            if [ "$1" = --serve ]; then echo start >> '\(bench.folder.path("starts"))'; exit 2; fi
            exec '\(renderer)' "$@"

            """)
        let host = RendererHost(idleSeconds: 3600)
        for _ in 0..<5 {
            _ = try await bench.provider(renderer: script, host: host).run(try bench.request()) { _ in }
        }
        #expect(try bench.folder.text(of: "starts").split(separator: "\n").count == 3)
    }

    @Test func aStuckHostHoldsUpNoInterrupt() async throws {
        let bench = try RendererBench.withLongSpeech()
        let host = RendererHost(idleSeconds: 3600)
        let attempt = Task { try await video(bench, host) }
        let copies = try await copies(of: host, 1)
        #expect(kill(host.process, SIGSTOP) == 0)
        let start = ContinuousClock.now
        attempt.cancel()
        await #expect(throws: CancellationError.self) { try await attempt.value }
        #expect(ContinuousClock.now - start < .seconds(20))
        let isOver = try await Patience.until { kill(copies[0], 0) != 0 }
        #expect(isOver, "its copy died with it")
    }

    @Test func aHostWithoutWorkIsClosed() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let host = RendererHost(idleSeconds: 1)
        let plain = try await video(bench, host)
        let isClosed = try await Patience.until { host.process == 0 }
        #expect(isClosed)
        #expect(try await video(bench, host) == plain)
    }

    @Test func aHostCanBeClosed() async throws {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 1)
        let host = RendererHost(idleSeconds: 3600)
        let plain = try await video(bench, host)
        let process = host.process
        try #require(process > 0)
        host.close()
        let isOver = try await Patience.until { kill(process, 0) != 0 }
        #expect(isOver)
        #expect(try await video(bench, host) == plain)
    }

    /// Begins two videos of different sizes, so that neither picture is one that comes again: each has one copy.
    private func twoVideos(_ bench: RendererBench, _ host: RendererHost) throws -> [Task<Void, any Error>] {
        let provider = try bench.provider(host: host)
        return try [480, 720].map { size in
            try bench.folder.write(
                "image: portrait.jpg\naudio: line.wav\nsettings: {size: \(size)p}\n", to: "scenes/hello/scene.yaml")
            let request = try bench.request()
            return Task { _ = try await provider.run(request) { _ in } }
        }
    }

    /// The bytes of the bench's video.
    private func video(_ bench: RendererBench, _ host: RendererHost?) async throws -> [UInt8] {
        let made = try await bench.provider(host: host).run(try bench.request()) { _ in }
        return try Files.read(try #require(made.path))
    }

    /// The processes in which a host has requests carried out, once there are so many.
    private func copies(of host: RendererHost, _ count: Int) async throws -> [Int32] {
        let areThere = try await Patience.until { try Self.children(of: host.process).count == count }
        try #require(areThere)
        return try Self.children(of: host.process)
    }

    private static func children(of process: Int32) throws -> [Int32] {
        guard process > 0 else { return [] }
        let list = try Files.read("/proc/\(process)/task/\(process)/children")
        return String(decoding: list, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
    }

    private static func status(_ process: Int32, _ name: String) throws -> String {
        let text = String(decoding: try Files.read("/proc/\(process)/status"), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        return line.split(separator: "\t").last.map(String.init) ?? ""
    }
}

extension RendererBench {
    /// One whose video takes many minutes.
    static func withLongSpeech() throws -> RendererBench {
        let bench = try RendererBench()
        let speech = try Files.read(bench.folder.path("scenes/hello/line.wav"))
        try bench.folder.write(Self.speech(speech, seconds: 500), to: "scenes/hello/line.wav")
        return bench
    }
}

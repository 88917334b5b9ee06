import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Subprocess
import SystemPackage
import Testing

/// Builds that are killed or interrupted: nothing is lost, nothing corrupt, nothing left locked.
@Suite(.serialized) struct InterruptionTests {
    @Test func twentyKillsAtRandomMomentsDoNoHarm() async throws {
        var random = SeededGenerator.fresh()
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        try await bench.commitAll()
        let clean = try await Workbench(scenes: ["a", "b"])
        try clean.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        let start = ContinuousClock.now
        #expect(try await clean.aurora("build").status == 0)
        let whole = ContinuousClock.now - start

        for round in 0..<20 {
            try Files.removeTree(bench.folder.path(".aurora"))
            try Files.removeTree(bench.folder.path("out"))
            let moment = whole * Double.random(in: 0..<1.05, using: &random)
            try await kill(bench, after: moment)
            #expect(try await bench.git("fsck", "--strict") == "", "seed \(random.seed), round \(round)")
            let next = try await bench.aurora("build")
            #expect(next.status == 0, "seed \(random.seed), round \(round): \(next.messages)")
            for name in ["out/draft/a.mp4", "out/draft/b.mp4"] {
                #expect(try bench.bytes(name) == clean.bytes(name), "seed \(random.seed), round \(round)")
            }
            #expect(try await bench.git("status", "--porcelain") == "", "seed \(random.seed), round \(round)")
            for path in try bench.everything().keys where path.hasPrefix(".aurora/objects/") {
                #expect(try Digest(hashing: bench.bytes(path)).hexadecimal == Paths.name(path))
            }
            #expect(try bench.everything().keys.allSatisfy { !$0.hasPrefix(".aurora/tmp/") })
        }
    }

    @Test func anInterruptStopsSoonAndTheNextBuildGoesOn() async throws {
        let bench = try await Workbench(scenes: ["a", "b"])
        let short = try bench.bytes("scenes/b/line.wav")
        // Rendering all of it would take many minutes.
        try bench.folder.write(Wave.lasting(seconds: 550, of: short), to: "scenes/b/line.wav")
        let story = """
            "$AURORA" build -j 1 --json > log 2> messages &
            for i in $(seq 600); do grep -q '"stage":.*"action":"b"\\|"action":"b".*"stage":' log && break; sleep 0.1; done
            kill -INT $!; wait $!; echo $?
            """
        let ended = try await bench.run(
            "/bin/bash", "-c", story,
            environment: ["AURORA": Workbench.program("aurora"), "GIT_CONFIG_GLOBAL": "/dev/null"])
        let messages = try bench.text("messages")
        #expect(ended.output == "130\n", "\(messages)")
        let log = try bench.text("log")
        #expect(try bench.exists("out/draft/a.mp4"), "\(log)")
        #expect(try !bench.exists("out/draft/b.mp4"), "\(log)")
        #expect(try Files.names(in: bench.folder.path(".aurora/tmp")) == [])
        try bench.folder.write(short, to: "scenes/b/line.wav")
        let next = try await bench.aurora("build")
        #expect(next.status == 0 && next.output == "out/draft/b.mp4\n", "\(next.messages)")
    }

    @Test func twoBuildsAtOnceShareTheWork() async throws {
        let bench = try await Workbench(scenes: ["a"])
        async let first = bench.aurora("build", "--json")
        async let second = bench.aurora("build", "--json")
        let endings = try await [first, second]
        #expect(endings.allSatisfy { $0.status == 0 }, "\(endings)")
        let started = endings.map { $0.output.components(separatedBy: "\"event\":\"started\"").count - 1 }
        #expect(started.reduce(0, +) == 1, "one of them made it, the other found it made: \(endings)")
    }

    /// The renderer that stays open is killed over and over, and then processes in which it has requests carried out: all
    /// else is made.
    @Test func aRendererThatIsKilledAtRandomMomentsDoesNoHarm() async throws {
        var random = SeededGenerator.fresh()
        let names = (0..<12).map { "s\($0)" }
        let bench = try await Workbench(scenes: names)
        #expect(try await bench.aurora("build", "--no-commit").status == 0)
        let videos = try names.map { try bench.bytes("out/draft/\($0).mp4") }
        for victims in [Victims.host, .host, .copies] {
            try Files.removeTree(bench.folder.path(".aurora"))
            try Files.removeTree(bench.folder.path("out"))
            let pauses = (0..<200).map { _ in Duration.milliseconds(Int.random(in: 20..<500, using: &random)) }
            let build = Task { try await bench.aurora("build", "--no-commit", "--keep-going") }
            let killer = Task { try await killings(of: victims, below: bench.folder.path(".aurora/tmp"), pauses) }
            let ended = try await build.value
            killer.cancel()
            #expect(try await killer.value > 0, "seed \(random.seed)")
            // Whose own process was killed is told of it.
            let failures = ended.messages.components(separatedBy: "(signal 9)").count - 1
            #expect(ended.status == (failures == 0 ? 0 : 1), "seed \(random.seed): \(ended.messages)")
            #expect(victims == .copies || failures == 0, "seed \(random.seed): \(ended.messages)")
            let next = try await bench.aurora("build", "--no-commit")
            #expect(next.status == 0, "seed \(random.seed): \(next.messages)")
            for (name, video) in zip(names, videos) {
                #expect(try bench.bytes("out/draft/\(name).mp4") == video, "seed \(random.seed)")
            }
            #expect(try bench.everything().keys.allSatisfy { !$0.hasPrefix(".aurora/tmp/") })
        }
    }

    private enum Victims { case host, copies }

    /// Kills one of a workspace's renderers now and then until it is cancelled; how many it killed.
    private func killings(of victims: Victims, below folder: String, _ pauses: [Duration]) async throws -> Int {
        var count = 0
        for pause in pauses {
            do { try await Task.sleep(for: pause) } catch { break }
            let found = try Files.names(in: "/proc").compactMap { Int32($0) }.filter { number in
                guard let line = try? Files.read("/proc/\(number)/cmdline"),
                    line.split(separator: 0).last.map({ String(decoding: $0, as: UTF8.self) }) == "--serve",
                    let place = try? Files.realPath("/proc/\(number)/cwd")
                else { return false }
                return victims == .host ? place == folder : place.hasPrefix(folder + "/")
            }
            for number in found.prefix(1) where Glibc.kill(number, SIGKILL) == 0 { count += 1 }
        }
        return count
    }

    /// Starts a build and kills it, and it alone, after a while.
    private func kill(_ bench: Workbench, after moment: Duration) async throws {
        _ = try await Subprocess.run(
            .path(FilePath(Workbench.program("aurora"))), arguments: ["build"],
            environment: .inherit.updating(["GIT_CONFIG_GLOBAL": "/dev/null"]),
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await Task.sleep(for: moment)
            Glibc.kill(execution.processIdentifier.value, SIGKILL)
        }
    }
}

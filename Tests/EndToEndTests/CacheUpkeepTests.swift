import AuroraFiles
import AuroraTesting
import Glibc
import Testing

/// Looking after the cache, with the real executable and a program that makes videos in no time.
@Suite struct CacheUpkeepTests {
    private static let script = #"(printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1") > "$2""#
    private static let sceneCount = 100

    /// A built workspace of many scenes that all differ.
    private func bench() async throws -> CommandBench {
        let bench = try CommandBench(Self.script, words: ["{prompt}", "{output}"])
        for number in 0..<Self.sceneCount {
            try bench.write("scenes/s\(number).yaml", "image: a.jpg\naudio: a.wav\nprompt: Number \(number) speaks\n")
        }
        try #require(try await bench.aurora("trust", "--yes").status == 0)
        try #require(try await bench.aurora("build").status == 0)
        return bench
    }

    /// A thousand bits: all are found, none is served, all is there again afterwards.
    @Test func damageIsFoundNeverServedAndRepaired() async throws {
        var random = SeededGenerator.fresh()
        let bench = try await bench()
        let objects = try Self.files(below: "workspace/.aurora/objects", bench)
        let originals = try videos(bench)
        #expect(objects.count == Self.sceneCount + 1)
        var flips = 0
        for round in 0..<10 {
            let victims = Set(objects.shuffled(using: &random).prefix(100))
            for path in victims {
                var bytes = try Files.read(path)
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try Files.write(bytes, to: path)
                flips += 1
            }
            if round % 2 == 0 {
                let check = try await bench.aurora("cache", "verify", "--json")
                #expect(check.status == 1)
                let found = check.output.split(separator: "\n").filter { $0.contains(#""event":"damaged""#) }
                #expect(found.count == victims.count, "round \(round), seed \(random.seed)")
                // The videos lie where people look for them: they put the entries right.
                #expect(found.count { $0.contains(#""repairedFrom":"out/draft/"#) } == victims.count)
            } else {
                // Nobody has looked: the build meets the damage when it needs the bytes.
                try Files.removeTree(bench.folder.path("workspace/out"))
            }
            let built = try await bench.aurora("build")
            #expect(built.status == 0, "\(built.messages)")
            #expect(try videos(bench) == originals, "round \(round), seed \(random.seed)")
            let check = try await bench.aurora("cache", "verify")
            #expect(check.status == 0, "\(check.output)")
            #expect(try Self.files(below: "workspace/.aurora/objects", bench) == objects, "seed \(random.seed)")
        }
        #expect(flips == 1000)
    }

    @Test func aCollectionTakesNothingThatIsNeeded() async throws {
        let bench = try await bench()
        try bench.write(".gitignore", "/out/\n/.aurora/\n")
        for arguments in [
            ["init", "--quiet", "--initial-branch=main"], ["config", "user.name", "Test"],
            ["config", "user.email", "test@example.com"], ["add", "."],
            ["commit", "--quiet", "--message", "Add scenes"],
        ] { try await bench.git(arguments: arguments) }
        try bench.write("scenes/s0.yaml", "image: a.jpg\naudio: a.wav\nprompt: Another line\n")
        #expect(try await bench.aurora("build").status == 0)
        let young = try await bench.aurora("gc")
        #expect(young.output.hasPrefix("nothing to remove"), "\(young.output)")
        try Self.age(bench)
        let trial = try await bench.aurora("gc", "--dry-run")
        #expect(
            trial.status == 0 && trial.output.hasPrefix("nothing to remove"), "a commit refers to it: \(trial.output)")
        try await bench.git("add", ".")
        try await bench.git("commit", "--quiet", "--message", "Change a line")
        #expect(try await bench.aurora("gc", "--history").output.hasPrefix("nothing to remove"))
        let collected = try await bench.aurora("gc")
        #expect(collected.output.hasPrefix("removed 1 entry"), "\(collected.output)")
        #expect(try await bench.aurora("build").messages.hasPrefix("nothing to do"))
        try Files.removeTree(bench.folder.path("workspace/out"))
        let restored = try await bench.aurora("build")
        #expect(restored.messages.contains("\(Self.sceneCount + 1) restored"), "\(restored.messages)")
    }

    /// Makes everything in the cache as old as if it had been stored 40 days ago.
    static func age(_ bench: CommandBench) throws {
        let then = timespec(tv_sec: time(nil) - 40 * 24 * 3600, tv_nsec: 0)
        for folder in ["objects", "actions"] {
            for path in try files(below: "workspace/.aurora/\(folder)", bench) {
                try #require(utimensat(AT_FDCWD, path, [then, then], 0) == 0)
            }
        }
    }

    private func videos(_ bench: CommandBench) throws -> [String: [UInt8]] {
        var videos: [String: [UInt8]] = [:]
        for path in try Self.files(below: "workspace/out", bench) { videos[path] = try Files.read(path) }
        return videos
    }

    private static func files(below folder: String, _ bench: CommandBench) throws -> [String] {
        var files: [String] = []
        var pending = [bench.folder.path(folder)]
        while let directory = pending.popLast() {
            for name in try Files.names(in: directory) {
                let path = Paths.join(directory, name)
                if try FileFacts.of(path)?.kind == .directory { pending.append(path) } else { files.append(path) }
            }
        }
        return files.sorted()
    }
}

import AuroraCore
import AuroraFiles
import Foundation
import Testing

/// `aurora verify` finds each thing that is not what it claims, and nothing else.
@Suite struct VerifyTests {
    private func built() async throws -> Workbench {
        let bench = try await Workbench(scenes: ["a", "b"])
        try bench.replace("kindly", with: "calmly", in: "scenes/b/scene.yaml")
        try bench.replace("seed: 3", with: "seed: 4", in: "scenes/b/scene.yaml")
        try await bench.commitAll()
        let build = try await bench.aurora("build")
        try #require(build.status == 0, "\(build.messages)")
        return bench
    }

    private func record(_ id: String) -> String {
        "records/draft/\(Digest(hashing: id).hexadecimal.prefix(2))/\(id).json"
    }

    @Test func whatIsSoundIsSaidToBe() async throws {
        let bench = try await built()
        let here = try await bench.aurora("verify")
        #expect(here.status == 0)
        #expect(here.output == "sound: 2 records · 2 keys · 4 inputs · 2 outputs\n", "\(here.messages)")
        let head = try await bench.aurora("verify", "HEAD")
        #expect(head.output == "sound: 2 records · 2 keys · 4 inputs · 2 cached outputs\n", "\(head.messages)")
        #expect(try await bench.aurora("release", "bench", "v1").status == 0)
        let release = try await bench.aurora("verify", "v1")
        #expect(release.status == 0 && release.output == head.output, "\(release.output)\(release.messages)")

        // A clean clone has no outputs, which is nothing wrong.
        try Files.removeTree(bench.folder.path("out"))
        let clone = try await bench.aurora("verify")
        #expect(clone.output == "sound: 2 records · 2 keys · 4 inputs · 0 outputs · 2 not built here\n")
    }

    @Test func captionsOfSpokenWordsAreSound() async throws {
        let bench = try await Workbench(scenes: ["a"])
        try bench.write(
            "scenes/a/scene.yaml",
            "image: portrait.jpg\nspeech: {text: Good morning to you.}\ncaptions: vtt\nvariants: [{captions: burned}]\n"
                + "poster: {at: 0.2, width: 100}\nsheet: {rows: 1}\npreview: {seconds: 0.5}\n")
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("release", "bench", "v1").status == 0)
        for arguments in [["verify"], ["verify", "v1"]] {
            let verified = try await bench.aurora(arguments: arguments)
            #expect(verified.status == 0 && verified.output.hasPrefix("sound: 6 records"), "\(verified.messages)")
        }
    }

    @Test func everythingWrongInTheWorkspaceIsListed() async throws {
        let bench = try await built()
        try bench.write("out/draft/a.mp4", "scribble")
        try bench.write("out/draft/stranger.mp4", "whose?")
        try bench.write("records/draft/00/broken.json", "{}")
        try bench.replace("A baker speaks calmly", with: "A baker shouts", in: record("b"))
        try bench.write("scenes/b/portrait.jpg", "another picture")
        let ending = try await bench.aurora("verify")
        #expect(ending.status == 1)
        #expect(
            ending.output.split(separator: "\n").filter { $0.hasPrefix("wrong ") } == [
                "wrong out/draft/a.mp4: has other bytes than its record says",
                "wrong out/draft/stranger.mp4: has no record",
                "wrong records/draft/00/broken.json: is no record that this version can read",
                "wrong \(record("b")): has a key that is not the one of its fields",
                "wrong scenes/b/portrait.jpg: is not what `\(record("b"))` was made from",
            ], "\(ending.output)")
        #expect(ending.output.hasSuffix("\n5 wrong: 2 records · 2 keys · 4 inputs · 2 outputs\n"), "\(ending.output)")
        try Files.remove(bench.folder.path("scenes/b/portrait.jpg"))
        try Files.createDirectories(bench.folder.path("scenes/b/portrait.jpg"))
        try Files.remove(bench.folder.path("scenes/b/line.wav"))
        let gone = try await bench.aurora("verify", "b")
        #expect(
            gone.output.contains(
                "wrong scenes/b/line.wav: is gone; `\(record("b"))` was made from it\n"
                    + "wrong scenes/b/portrait.jpg: is no file that can be read; `\(record("b"))` was made from it\n"),
            "\(gone.output)")
        let one = try await bench.aurora("verify", "a", "--json")
        #expect(one.output.split(separator: "\n").count { $0.contains("\"event\":\"wrong\"") } == 2, "\(one.output)")
    }

    @Test func aRecordAtTheWrongPlaceIsFound() async throws {
        let bench = try await built()
        let text = try bench.text(record("a"))
        try bench.write("records/draft/00/a.json", text)
        try bench.write(record("b"), text)
        let ending = try await bench.aurora("verify", "--profile", "draft")
        #expect(ending.status == 1)
        for path in ["records/draft/00/a.json", record("b")] {
            #expect(ending.output.contains("wrong \(path): is the record of another output: of scene `a`, take 1\n"))
        }
    }

    @Test func whatACommitClaimsIsCheckedAgainstInputsAndCache() async throws {
        let bench = try await built()
        let video = Digest(hashing: try bench.bytes("out/draft/a.mp4")).hexadecimal
        let object = ".aurora/objects/\(video.prefix(2))/\(video)"
        try Files.remove(bench.folder.path(object))
        try bench.write(object, "scribble")
        try bench.write("scenes/b/line.wav", "another sound")
        try await bench.git("commit", "--quiet", "--all", "--message", "Change a sound behind Aurora's back")
        let ending = try await bench.aurora("verify", "HEAD")
        #expect(ending.status == 1)
        #expect(ending.output.contains("wrong out/draft/a.mp4: is damaged in the cache"), "\(ending.output)")
        #expect(
            ending.output.contains(
                "wrong scenes/b/line.wav: is in the commit with other bytes, and `\(record("b"))` was made from it\n"))
        #expect(ending.output.contains("\n2 wrong: "), "\(ending.output)")
        let before = try await bench.aurora("verify", "HEAD~1")
        #expect(before.status == 0)
        #expect(before.output.contains("1 cached output · 1 not in the cache"), "\(before.output)")
    }

    @Test func aForgedManifestIsFound() async throws {
        let bench = try await built()
        #expect(try await bench.aurora("release", "bench", "v1").status == 0)
        let message = try await bench.git("for-each-ref", "--format=%(contents)", "refs/tags/bench/v1")
        let digest = Digest(hashing: try bench.bytes("out/draft/a.mp4")).hexadecimal
        let forged = message.replacing(digest, with: Digest(hashing: "forged").hexadecimal)
            .replacing("out/draft/b.mp4", with: "out/draft/c.mp4")
        try bench.write("message", forged)
        try await bench.git("tag", "--annotate", "--cleanup=verbatim", "--file=message", "bench/v2")
        let ending = try await bench.aurora("verify", "bench/v2")
        #expect(ending.status == 1)
        #expect(
            ending.output.contains("wrong out/draft/a.mp4: has another SHA-256 in the manifest than in its record\n"),
            "\(ending.output)")
        #expect(
            ending.output.contains("wrong out/draft/c.mp4: is in the manifest, and has no record in the commit\n"),
            "\(ending.output)")
        #expect(try await bench.aurora("verify", "HEAD..HEAD~1").status == 2)
    }

    @Test func everyCommitOfALongHistoryHasSoundRecords() async throws {
        let repository = try await HistoryRepository()
        for commit in repository.plan.commits {
            let objects = try await repository.objects("verify", repository.id(commit.name), status: 1)
            // The plan's commits hold records alone, without the picture and the sound.
            let paths = Set(objects.dropLast().compactMap { $0["path"] as? String })
            #expect(paths.isSubset(of: ["line.wav", "portrait.jpg", "moved.jpg"]), "\(paths)")
            #expect(objects.last?["records"] as? Int == commit.state.count)
            #expect(objects.last?["keys"] as? Int == commit.state.count)
            #expect(objects.last?["absent"] as? Int == 0)
        }
    }
}

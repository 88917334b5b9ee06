import AuroraCore
import AuroraFiles
import Foundation
import Testing

/// Releases: tags with a manifest, made from real builds.
@Suite struct ReleaseTests {
    private func built() async throws -> Workbench {
        let bench = try await Workbench(scenes: ["spring/a", "spring/b", "intro"])
        try bench.replace("kindly", with: "calmly", in: "scenes/spring/b/scene.yaml")
        try await bench.commitAll()
        let build = try await bench.aurora("build")
        try #require(build.status == 0, "\(build.messages)")
        return bench
    }

    @Test func aReleaseTagsWhatItNamesAndComesBack() async throws {
        let bench = try await built()
        let first = try await bench.aurora("release", "spring", "v1.0", "-m", "As shown to the customer")
        #expect(first.status == 0, "\(first.messages)")
        #expect(first.output == "spring/v1.0\n")
        let message = try await bench.git("for-each-ref", "--format=%(contents)", "refs/tags/spring/v1.0")
        #expect(
            message.hasPrefix("Release spring v1.0\n\nAs shown to the customer\n\n2 outputs of the profile draft, "))
        #expect(try await bench.git("cat-file", "-t", "spring/v1.0") == "tag\n")
        #expect(try await bench.git("log", "-1", "--format=%H", "spring/v1.0") == bench.git("rev-parse", "HEAD"))
        #expect(
            try await bench.git("for-each-ref", "--format=%(taggername) %(taggeremail)", "refs/tags")
                == "Test <test@example.com>\n")

        // The manifest, read by somebody else.
        let json = try #require(message.split(separator: "Aurora-Manifest:\n").last)
        let manifest = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(manifest["campaign"] as? String == "spring")
        #expect(manifest["format"] as? Int == 1)
        let outputs = try #require(manifest["outputs"] as? [String: [String: Any]])
        #expect(outputs.keys.sorted() == ["out/draft/spring/a.mp4", "out/draft/spring/b.mp4"])
        for (path, output) in outputs {
            let bytes = try bench.bytes(path)
            #expect(output["sha256"] as? String == Digest(hashing: bytes).hexadecimal)
            #expect(output["bytes"] as? Int == bytes.count)
            #expect(try bench.exists(try #require(output["record"] as? String)))
        }

        let again = try await bench.aurora("release", "spring", "v1.0")
        #expect(again.status == 2)
        #expect(again.messages.hasPrefix("error: there is a tag `spring/v1.0` already\n"), "\(again.messages)")

        // Another version, and the way between the two by the short names.
        let before = try bench.bytes("out/draft/spring/a.mp4")
        try bench.replace("kindly", with: "earnestly", in: "scenes/spring/a/scene.yaml")
        try bench.replace("kindly", with: "earnestly", in: "scenes/intro/scene.yaml")
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("release", "spring", "v1.1").status == 0)
        let diff = try await bench.aurora("diff", "v1.0..v1.1")
        #expect(
            diff.output.contains("changed spring/a\n  prompt: A baker speaks [-kindly-] {+earnestly+}\n"),
            "\(diff.output)"
        )
        #expect(
            !diff.output.contains("intro"), "two releases of a campaign are compared in what it has: \(diff.output)")
        let restored = try await bench.aurora("restore", "v1.0")
        #expect(
            restored.output == "out/.at/spring/v1.0/draft/spring/a.mp4\nout/.at/spring/v1.0/draft/spring/b.mp4\n",
            "\(restored.messages)")
        #expect(try bench.bytes("out/.at/spring/v1.0/draft/spring/a.mp4") == before)
        #expect(try await bench.aurora("log", "-n", "1").output.contains("(spring/v1.1)"))
        #expect(try await bench.git("status", "--porcelain") == "")
        #expect(try await bench.git("fsck", "--strict", "--no-dangling") == "")
    }

    @Test func everythingThatStandsAgainstAReleaseIsToldAtOnce() async throws {
        let bench = try await built()
        try bench.replace("kindly", with: "earnestly", in: "scenes/intro/scene.yaml")
        try bench.replace("calmly", with: "slowly", in: "scenes/spring/b/scene.yaml")
        #expect(try await bench.aurora("build", "spring/b").status == 0)
        let refused = try await bench.aurora("release", "bench", "v1")
        #expect(refused.status == 2)
        #expect(refused.messages.contains("error: `intro` is not built as it stands now"), "\(refused.messages)")
        #expect(refused.messages.contains("spring/b.json` is not in HEAD as it is here"), "\(refused.messages)")
        #expect(!refused.messages.contains("spring/a"), "\(refused.messages)")
        #expect(try await bench.git("tag") == "")

        // Built, but HEAD does not hold the scene.
        #expect(try await bench.aurora("build").status == 0)
        let uncommitted = try await bench.aurora("release", "bench", "v1")
        #expect(uncommitted.status == 2)
        #expect(
            uncommitted.messages.contains("note: `scenes/intro/scene.yaml` differs from HEAD"),
            "\(uncommitted.messages)")
        #expect(try await bench.aurora("commit").status == 0)
        let whole = try await bench.aurora("release", "bench", "v1", "--json")
        #expect(whole.status == 0, "\(whole.messages)")
        #expect(whole.output.contains("\"outputs\":[\"out/draft/intro.mp4\""), "\(whole.output)")

        let unknown = try await bench.aurora("release", "sprin", "v1")
        #expect(unknown.messages == "error: there is no campaign `sprin`\nhint: did you mean `spring`?\n")
        for version in ["v 1", "a..b", "a/b", "v1.lock", ""] {
            let ending = try await bench.aurora("release", "spring", version)
            #expect(ending.status == 2)
            #expect(ending.messages.hasPrefix("error: git takes no tag of the name"), "\(ending.messages)")
        }
        #expect(try await bench.git("tag") == "bench/v1\n")
    }
}

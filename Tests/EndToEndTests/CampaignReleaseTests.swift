import AuroraFiles
import Foundation
import Testing

/// Versions of a campaign: rows in several releases, from several branches, with what is made of their videos.
@Suite struct CampaignReleaseTests {
    @Test func releasesOfBranchesComeBackAndTellWhatChanged() async throws {
        let bench = try await Self.bench()
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("release", "spring", "v1").status == 0)
        let outputs = ["anna", "ben"].flatMap { ["\($0).mp4", "\($0).web.mov", "\($0).poster.jpg"] }
        let first = try outputs.map { try bench.bytes("out/draft/spring/\($0)") }

        // A branch has another Anna, and what goes on without it another Ben; both come together.
        try await bench.git("switch", "--quiet", "--create", "autumn")
        try await Self.change("anna,Anna,60", to: "anna,Annabel,70", of: bench)
        #expect(try await bench.aurora("release", "spring", "v2").status == 0)
        try await bench.git("switch", "--quiet", "main")
        try await Self.change("ben,Ben,65", to: "ben,Benno,75", of: bench)
        try await bench.git("merge", "--quiet", "--no-edit", "autumn")
        let merged = try await bench.aurora("build")
        #expect(merged.status == 0, "\(merged.messages)")
        #expect(!merged.messages.contains("made"), "what both branches made is not made again: \(merged.messages)")
        #expect(try await bench.aurora("release", "spring", "v3").status == 0)

        #expect(try await Self.changed("v1..v2", bench) == ["spring/anna", "spring/anna.poster", "spring/anna.web"])
        #expect(try await Self.changed("v2..v3", bench) == ["spring/ben", "spring/ben.poster", "spring/ben.web"])
        #expect(try await Self.changed("v1..v3", bench).count == 6)
        let diff = try await bench.aurora("diff", "v1..v2")
        #expect(diff.output.contains("prompt: Speak to [-Anna-] {+Annabel+}"), "\(diff.output)")
        #expect(diff.output.contains("$0.00"), "it names the cost: \(diff.output)")

        // The first one again, from the cache alone.
        let restored = try await bench.aurora("restore", "v1")
        #expect(restored.status == 0, "\(restored.messages)")
        for (output, bytes) in zip(outputs, first) {
            #expect(try bench.bytes("out/.at/spring/v1/draft/spring/\(output)") == bytes, "\(output)")
        }
        for version in ["v1", "v2", "v3"] {
            let verified = try await bench.aurora("verify", version)
            #expect(verified.status == 0, "\(verified.messages)")
        }
        #expect(try await bench.git("status", "--porcelain") == "")
    }

    @Test func expiredRightsStopAReleaseAndNothingElse() async throws {
        let bench = try await Self.bench()
        try bench.write("rights/presenter.md", "Anna may be shown until the end of 2020.\n")
        let line = "rights: {file: ../rights/presenter.md, expires: 2020-12-31}\n"
        let campaign = try bench.text("campaigns/spring.yaml")
        try bench.write("campaigns/spring.yaml", campaign + line)
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        let refused = try await bench.aurora("release", "spring", "v1")
        #expect(refused.status == 2)
        #expect(
            refused.messages.hasPrefix("error: `rights/presenter.md` expired on 2020-12-31\n"), "\(refused.messages)")
        #expect(refused.messages.contains("--> campaigns/spring.yaml:5:"), "\(refused.messages)")
        #expect(refused.messages.contains("hint: renew it"), "\(refused.messages)")
        #expect(try await bench.git("tag") == "")

        // Renewed: nothing is made again, and the release holds the document.
        try bench.replace("2020-12-31", with: "2999-12-31", in: "campaigns/spring.yaml")
        try bench.replace("2020", with: "2999", in: "rights/presenter.md")
        try await bench.commitAll()
        let build = try await bench.aurora("build")
        #expect(!build.messages.contains("made"), "\(build.messages)")
        let released = try await bench.aurora("release", "spring", "v1")
        #expect(released.status == 0, "\(released.messages)")
        let message = try await bench.git("for-each-ref", "--format=%(contents)", "refs/tags/spring/v1")
        #expect(message.contains("rights/presenter.md"), "\(message)")
        #expect(message.contains("2999-12-31"), "\(message)")
    }

    /// Edits a row, builds and commits.
    private static func change(_ row: String, to new: String, of bench: Workbench) async throws {
        try bench.replace(row, with: new, in: "campaigns/rows.csv")
        try await bench.commitAll()
        let build = try await bench.aurora("build")
        #expect(build.status == 0, "\(build.messages)")
        #expect(build.messages.contains("3 made"), "a video, its variant and its poster: \(build.messages)")
    }

    /// The outputs that differ between two versions, sorted.
    private static func changed(_ range: String, _ bench: Workbench) async throws -> [String] {
        let ending = try await bench.aurora("diff", range, "--json")
        try #require(ending.status == 0, "\(ending.messages)")
        return try ending.output.split(separator: "\n").compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object?["name"] as? String
        }.sorted()
    }

    private static func bench() async throws -> Workbench {
        let bench = try await Workbench(scenes: ["hello"])
        try bench.write(
            "scenes/hello/scene.yaml",
            "image: portrait.jpg\naudio: line.wav\nprompt: Speak to ${name}\nsettings: {quality: \"${quality}\"}\n")
        try bench.write(
            "campaigns/spring.yaml",
            "scene: ../scenes/hello\ndata: rows.csv\nposter: {at: 0}\nvariants: [{name: web, format: mov}]\n")
        try bench.write("campaigns/rows.csv", "id,name,quality\nanna,Anna,60\n\n\nben,Ben,65\n")
        return bench
    }
}

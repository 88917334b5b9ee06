import AuroraCore
import AuroraFiles
import Foundation
import Testing

/// A page of what was made, by the real program.
@Suite struct GalleryTests {
    @Test func everyOutputOfTheWorkspaceIsOnThePage() async throws {
        let repository = try await HistoryRepository()
        let ending = try await repository.aurora(["gallery"])
        #expect(ending.status == 0, "\(ending.messages)")
        #expect(ending.output == "out/.gallery/index.html\n")
        let page = try GalleryFolderOnDisk(repository.bench, "out/.gallery")
        let state = try #require(repository.plan.commits.last).state
        #expect(page.outputs.map(\.place).sorted() == state.keys.sorted())
        for output in page.outputs {
            let content = try #require(state[output.place]).content
            let url = try #require(output.url)
            #expect(url == "media/\(Digest(hashing: content)).mp4")
            #expect(try repository.bench.text("out/.gallery/\(url)") == content)
            #expect(output.isCommitted)
        }
        #expect(try await repository.bench.git("status", "--porcelain") == "")
    }

    @Test func aSecondRunCopiesNothingAndWhatIsStaleGoes() async throws {
        let repository = try await HistoryRepository()
        _ = try await repository.aurora(["gallery"])
        let first = try Self.files(repository.bench)
        let again = try await repository.aurora(["gallery", "--json"])
        #expect(again.output.contains("\"copied\":0"), "\(again.output)")
        #expect(try Self.files(repository.bench) == first)
        // Files of somebody's own stay, whatever becomes of the page.
        try repository.bench.write("out/.gallery/CNAME", "videos.example.org\n")
        try repository.bench.write("out/.gallery/media/.aurora-tmp-1-x", "half")
        _ = try await repository.aurora(["gallery", "--profile", "final"])
        let page = try GalleryFolderOnDisk(repository.bench, "out/.gallery")
        let names = Set(try Self.files(repository.bench).keys.map { String($0.dropFirst("out/.gallery/".count)) })
        let expected = Set(page.outputs.compactMap(\.url)).union(page.names).union(["CNAME", ".aurora-gallery"])
        #expect(names == expected)
    }

    @Test func aRevisionIsShownAndWhatNobodyHasIsSaid() async throws {
        let repository = try await HistoryRepository()
        let state = repository.plan["s3"].state
        let lost = try #require(state["draft/spring/a"]).content
        try Files.remove(repository.bench.folder.path(Self.object(lost)))
        // What is published in its place is something else, and not taken for it.
        try repository.bench.write("out/draft/spring/a.mp4", String(repeating: "x", count: lost.utf8.count))
        let ending = try await repository.aurora(["gallery", try repository.id("s3"), "--to", "page"])
        #expect(ending.status == 0)
        #expect(ending.output == "page/index.html\n")
        #expect(
            ending.messages.contains(
                "warning: the bytes of 1 output are neither in out/ nor in the cache: `draft/spring/a`"))
        let page = try GalleryFolderOnDisk(repository.bench, "page")
        #expect(page.outputs.filter { $0.url == nil }.map(\.place) == ["draft/spring/a"])
        #expect(page.outputs.count == state.count)
    }

    @Test func twoRevisionsStandSideBySide() async throws {
        let repository = try await HistoryRepository()
        let commits = repository.plan.commits
        let (older, newer) = (commits[0], try #require(commits.last))
        let range = try "\(repository.id(older.name))..\(repository.id(newer.name))"
        let ending = try await repository.aurora(["gallery", range, "--json"])
        #expect(ending.status == 0 && ending.output.contains("\"comparison\":true"), "\(ending.messages)")
        let page = try GalleryFolderOnDisk(repository.bench, "out/.gallery")
        let comparison = try #require(page.data["comparison"] as? [String: Any])
        let changes = try #require(comparison["changes"] as? [[String: Any]])
        // What `aurora diff` tells of the same range.
        let told = try await repository.objects("diff", range).filter { $0["event"] as? String == "outputChange" }
        #expect(!told.isEmpty && changes.count == told.count)
        for (change, line) in zip(changes, told) {
            #expect(change["verb"] as? String == line["change"] as? String)
            for side in ["before", "after"] {
                let shown = (change[side] as? [String: Any])?["digest"] as? String
                #expect(shown == (line[side] as? [String: Any])?["sha256"] as? String)
                guard let shown else { continue }
                let url = try #require((change[side] as? [String: Any])?["url"] as? String)
                #expect(url == "media/\(shown).mp4")
                #expect(Digest(hashing: try repository.bench.bytes("out/.gallery/\(url)")).hexadecimal == shown)
            }
        }
    }

    @Test func theFolderOfSomebodyElseIsLeftAlone() async throws {
        let repository = try await HistoryRepository()
        try repository.bench.write("site/index.html", "mine")
        for target in ["site", ".", "out", "out/draft"] {
            let refused = try await repository.aurora(["gallery", "--to", target])
            #expect(refused.status == 2, "\(target): \(refused.messages)")
        }
        #expect(try repository.bench.text("site/index.html") == "mine")
        let outside = "\(repository.bench.folder.path)-outside"
        try Files.createDirectories(outside)
        defer { try? Files.removeTree(outside) }
        try Files.createDirectories(repository.bench.folder.path("out"))
        try repository.bench.folder.link("out/.gallery", to: outside)
        let refused = try await repository.aurora(["gallery"])
        #expect(refused.status == 2 && refused.messages.contains("is a symbolic link"), "\(refused.messages)")
        #expect(try Files.names(in: outside) == [])
    }

    @Test func whatIsPublishedCanBeReferredTo() async throws {
        let repository = try await HistoryRepository()
        let state = try #require(repository.plan.commits.last).state
        let (place, video) = try #require(state.first { $0.key.hasPrefix("draft/") })
        try repository.bench.write("out/\(place).mp4", video.content)
        _ = try await repository.aurora(["gallery", "--link"])
        let page = try GalleryFolderOnDisk(repository.bench, "out/.gallery")
        #expect(page.outputs.first { $0.place == place }?.url == "../\(place).mp4")
        #expect(page.outputs.filter { $0.url?.hasPrefix("media/") == true }.count == state.count - 1)
    }

    /// A real video gets a still, once for all galleries.
    @Test func aStillIsTakenOnceAndKept() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        let first = try await bench.aurora("gallery")
        #expect(first.messages == "1 scene · 1 file copied · 1 still taken\n", "\(first.messages)")
        let page = try GalleryFolderOnDisk(bench, "out/.gallery")
        let poster = try #require(page.outputs.first?.poster)
        #expect(try bench.bytes("out/.gallery/\(poster)").starts(with: [0xFF, 0xD8, 0xFF]))
        // Another folder needs no renderer for it.
        let other = try await bench.aurora("gallery", "--to", "other", environment: ["AURORA_RENDER": "/nowhere"])
        #expect(other.messages == "1 scene · 1 file copied\n", "\(other.messages)")
        #expect(try bench.bytes("other/\(poster)") == bench.bytes("out/.gallery/\(poster)"))
    }

    @Test func withoutARendererThereIsAPageAllTheSame() async throws {
        let repository = try await HistoryRepository()
        let ending = try await repository.bench.aurora("gallery", environment: ["AURORA_RENDER": "/nowhere"])
        #expect(ending.status == 0)
        #expect(ending.messages.contains("warning: no still could be taken of"), "\(ending.messages)")
        let page = try GalleryFolderOnDisk(repository.bench, "out/.gallery")
        #expect(page.outputs.allSatisfy { $0.poster == nil && $0.url != nil })
    }

    private static func object(_ content: String) -> String {
        let digest = Digest(hashing: content).hexadecimal
        return ".aurora/objects/\(digest.prefix(2))/\(digest)"
    }

    private static func files(_ bench: Workbench) throws -> [String: FileFacts] {
        try bench.everything().filter { $0.key.hasPrefix("out/.gallery/") }
    }
}

/// A gallery as a browser would read it.
struct GalleryFolderOnDisk {
    struct Output {
        /// Profile and name.
        let place: String
        let url: String?
        let poster: String?
        let isCommitted: Bool
    }

    let outputs: [Output]
    /// The files of the page besides its media.
    let names: [String]
    /// What the page is handed.
    let data: [String: Any]

    init(_ bench: Workbench, _ folder: String) throws {
        let index = try bench.text("\(folder)/index.html")
        let references = index.matches(of: /(?:src|href)="([a-z]+\.[0-9a-f]{16}\.(?:js|css))"/).map {
            String($0.output.1)
        }
        names = references + ["index.html"]
        let script = try bench.text("\(folder)/\(try #require(references.first { $0.hasPrefix("data.") }))")
        let json = script.dropFirst("window.auroraGallery = ".count).dropLast(";\n".count)
        data = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let scenes = try #require(data["scenes"] as? [[String: Any]])
        outputs = scenes.flatMap { scene in
            (scene["outputs"] as? [[String: Any]] ?? []).map { output in
                Output(
                    place: "\(scene["profile"] ?? "")/\(output["name"] ?? "")", url: output["url"] as? String,
                    poster: output["poster"] as? String, isCommitted: output["commit"] != nil)
            }
        }
    }
}

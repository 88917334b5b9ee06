import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// Reels, and what else a campaign says of finished videos.
@Suite struct ReelTests {
    @Test func thereIsAReelForEachValue() throws {
        let reels = try reels("tour: {by: locale}")
        #expect(reels.map(\.id.text) == ["spring/tour/de", "spring/tour/en"])
        #expect(reels[0].scenes.map(\.text) == ["spring/anna/de", "spring/ben/de"])
        #expect(reels[0].sources == ["campaigns/spring.yaml", "campaigns/viewers.csv"])
    }

    @Test func partsAreNamedWithOrWithoutTheValue() throws {
        let reels = try reels(
            "tour: {by: locale, order: [ben, {clip: \"${locale}.mp4\"}, \"anna/${locale}\", {still: p.jpg, seconds: 2}]}"
        )
        #expect(
            reels[1].parts.map { part -> String in
                switch part {
                case .scene(let id, _, _): id.text
                case .clip(let file): file.path
                case .still(let file, let milliseconds): "\(file.path) \(milliseconds)"
                }
            } == ["spring/ben/en", "campaigns/en.mp4", "spring/anna/en", "campaigns/p.jpg 2000"])
    }

    @Test func withoutGroupsThereIsOne() throws {
        let reels = try reels("all: {order: [{cells: listed}], gap: 0.25, loudness: -16.5}")
        #expect(reels.map(\.id.text) == ["spring/all"])
        #expect(
            reels[0].scenes.map(\.text) == ["spring/ben/en", "spring/ben/de", "spring/anna/en", "spring/anna/de"])
        #expect(reels[0].gapMilliseconds == 250)
        #expect(reels[0].loudnessTenths == -165)
    }

    @Test func sortingRowsChangesNoReelOfSortedCells() throws {
        let sorted = try reels("tour: {by: locale}", rows: ["anna", "ben"])
        let other = try reels("tour: {by: locale}", rows: ["ben", "anna"])
        #expect(sorted.map(\.parts) == other.map(\.parts))
    }

    @Test func marksAreThoseOfTheScenesUnlessVariantsShowThem() throws {
        let marks = "disclosure: AI\nvariants: [{name: tall, aspect: \"9:16\"}]\n"
        #expect(try reels("a: {}", more: marks)[0].disclosure?.text == "AI")
        #expect(try reels("a: {of: tall}", more: marks)[0].disclosure == nil)
        #expect(try reels("a: {disclosure: none}", more: marks)[0].disclosure == nil)
        #expect(try reels("a: {of: tall, disclosure: Made}", more: marks)[0].disclosure?.text == "Made")
    }

    @Test func aCampaignSpeaksForAllItsCellsAndAnOverrideForSome() throws {
        let workspace = try load(
            more: """
                captions: {sidecar: [srt], language: "${locale}"}
                poster: {at: 1}
                override: [{match: {locale: de}, captions: none, poster: none}]

                """)
        let scenes = Dictionary(uniqueKeysWithValues: workspace.scenes.map { ($0.id.text, $0) })
        #expect(scenes["spring/anna/en"]?.captions?.language == "en")
        #expect(scenes["spring/anna/en"]?.poster?.atMilliseconds == 1000)
        #expect(scenes["spring/anna/de"]?.captions == nil)
        #expect(scenes["spring/anna/de"]?.poster == nil)
    }

    @Test func variantsAreNamedAfterWhatTheyAre() throws {
        let workspace = try load(
            more: "variants: [webm, {aspect: \"9:16\", captions: burned}, {size: 480p}, {name: web, quality: 40}]\n")
        let variants = try #require(workspace.scenes.first).variants
        #expect(variants.map(\.name) == ["webm", "9x16-captioned", "480p", "web"])
        #expect(variants.map(\.format) == [.webm, .mp4, .mp4, .mp4])
        #expect(workspace.scenes.first?.captions != nil)
    }

    @Test func rightsBelongToAllThatIsMade() throws {
        let workspace = try load(more: "rights: {file: p.jpg, expires: 2027-03-01}\n")
        let rights = try #require(workspace.campaigns.first?.rights.first)
        #expect(rights.expires?.description == "2027-03-01")
        #expect(workspace.scenes.allSatisfy { $0.sources.contains("campaigns/p.jpg") })
    }

    private func reels(_ text: String, rows: [String] = ["ben", "anna"], more: String = "") throws -> [Reel] {
        try load(rows: rows, more: more + "reels: {\(text)}\n").campaigns.flatMap(\.reels)
    }

    private func load(rows: [String] = ["ben", "anna"], more: String) throws -> Workspace {
        let files = [
            "aurora.yaml": "name: w", "scenes/s.yaml": "image: p.jpg\naudio: l.wav\ntranscript: Hello ${id}\n",
            "scenes/p.jpg": "x", "scenes/l.wav": "x", "campaigns/en.mp4": "x", "campaigns/de.mp4": "x",
            "campaigns/p.jpg": "x", "campaigns/viewers.csv": (["id"] + rows).joined(separator: "\n") + "\n",
            "campaigns/spring.yaml": "scene: ../scenes/s\ndata: viewers.csv\nmatrix: {locale: [en, de]}\n\(more)",
        ]
        let folder = try TemporaryFolder()
        for (path, text) in files { try folder.write(text, to: path) }
        return try WorkspaceLoader(root: folder.path).load().workspace
    }
}

import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

/// Rows can be added, removed and sorted, and columns moved: other cells stay what they are.
@Suite struct CampaignStabilityTests {
    @Test func otherCellsStayWhatTheyAre() throws {
        var random = SeededGenerator.fresh()
        let test = try TestLoad(Self.files)
        for round in 0..<40 {
            let rows = (0..<Int.random(in: 1...12, using: &random)).map { Self.row("row\($0)", &random) }
            let before = try cells(of: rows, in: test)
            var changed = rows.shuffled(using: &random)
            changed.append(Self.row("added", &random))
            let removed = changed.removeFirst()["id"] ?? ""
            let after = try cells(of: changed, in: test, columns: Self.columns.shuffled(using: &random))
            for (id, cell) in before where !id.hasPrefix("c/\(removed)/") {
                #expect(after[id] == cell, "seed \(random.seed), round \(round)")
            }
            #expect(
                Set(after.keys) == Set(changed.flatMap { row in ["x", "y"].map { "c/\(row["id"] ?? "")/\($0)" } }),
                "seed \(random.seed)")
        }
    }

    @Test func anEditedRowChangesItsOwnCellsAlone() throws {
        var random = SeededGenerator.fresh()
        let test = try TestLoad(Self.files)
        for round in 0..<40 {
            var rows = (0..<8).map { Self.row("row\($0)", &random) }
            let before = try cells(of: rows, in: test)
            rows[3]["name"] = "Edited \(round)"
            let after = try cells(of: rows, in: test)
            let different = before.keys.filter { before[$0] != after[$0] }
            #expect(Set(different) == ["c/row3/x", "c/row3/y"], "seed \(random.seed)")
        }
    }

    /// What a cell is, but for the places where it is stated.
    private struct Resolved: Equatable {
        let key: ActionKey
        let image: String?
        let audio: String?
        let prompt: String?
        let sources: [String]
    }

    private func cells(
        of rows: [[String: String]], in test: TestLoad, columns: [String] = columns
    ) throws -> [String: Resolved] {
        let lines = rows.map { row in columns.map { "\"\(row[$0] ?? "")\"" }.joined(separator: ",") }
        try test.folder.write(([columns.joined(separator: ",")] + lines).joined(separator: "\n"), to: "rows.csv")
        let scenes = try test.load().workspace.scenes
        let keys = Samples.graph(scenes).actions.map { Samples.keyed($0).key }
        return Dictionary(
            uniqueKeysWithValues: zip(scenes, keys).map { scene, key in
                (
                    scene.id.text,
                    Resolved(
                        key: key, image: scene.image.file?.path, audio: scene.audio.file?.path,
                        prompt: scene.prompt?.text,
                        sources: scene.sources)
                )
            })
    }

    private static let columns = ["id", "name", "face", "settings.quality", "unused"]

    private static func row(_ id: String, _ random: inout SeededGenerator) -> [String: String] {
        [
            "id": id, "name": "Name \(UInt16.random(in: 0...9999, using: &random))",
            "face": Bool.random(using: &random) ? "one" : "two",
            "settings.quality": Bool.random(using: &random) ? "" : "\(Int.random(in: 20...99, using: &random))",
            "unused": "\(UInt8.random(in: 0...255, using: &random))",
        ]
    }

    private static let files = [
        "aurora.yaml": "name: x",
        "scenes/t.yaml": "image: ../${face}.jpg\naudio: ../line.wav\nprompt: Speak to ${name} in ${tone}",
        "one.jpg": "x", "two.jpg": "x", "line.wav": "x",
        "campaigns/c.yaml": "scene: ../scenes/t\ndata: ../rows.csv\nmatrix: {tone: [x, y]}",
    ]
}

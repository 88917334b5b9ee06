import AuroraCore

/// Texts that people see, without anything in them that acts: control characters and overrides of the direction of
/// writing are spelled out, so that no name can pass for another.
enum GalleryText {
    /// On one line.
    static func line(_ text: String) -> String { PrintableText.sanitized(text) }

    /// On as many lines as it has.
    static func lines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { line(String($0)) }.joined(separator: "\n")
    }

    /// The page with all of its texts so.
    static func harmless(_ page: GalleryPage) -> GalleryPage {
        GalleryPage(
            workspace: line(page.workspace), subject: line(page.subject), scenes: page.scenes.map(harmless),
            comparison: page.comparison.map { comparison in
                GalleryComparison(
                    older: line(comparison.older), newer: line(comparison.newer),
                    changes: comparison.changes.map(harmless), unchanged: comparison.unchanged, cost: comparison.cost)
            })
    }

    private static func harmless(_ scene: GalleryScene) -> GalleryScene {
        GalleryScene(
            scene: line(scene.scene), profile: line(scene.profile), campaign: scene.campaign.map(line),
            outputs: scene.outputs.map(harmless))
    }

    private static func harmless(_ change: GalleryChange) -> GalleryChange {
        GalleryChange(
            verb: change.verb, scene: line(change.scene), profile: line(change.profile),
            campaign: change.campaign.map(line), before: change.before.map(harmless),
            after: change.after.map(harmless),
            reasons: change.reasons.map { MarkedText($0.parts.map { MarkedText.Part($0.mark, line($0.text)) }) })
    }

    private static func harmless(_ output: GalleryOutput) -> GalleryOutput {
        let settings = output.settings.map { (line($0.key), lines($0.value)) }
        var harmless = GalleryOutput(
            name: line(output.name), part: line(output.part), kind: line(output.kind), take: output.take,
            file: line(output.file), medium: output.medium, bytes: output.bytes,
            shape: output.shape.map { shape in
                GalleryOutput.Shape(
                    width: shape.width, height: shape.height, framesPerSecond: shape.framesPerSecond,
                    milliseconds: shape.milliseconds, codecs: line(shape.codecs))
            },
            cost: output.cost,
            maker: GalleryOutput.Maker(
                provider: line(output.maker.provider), model: line(output.maker.model),
                engine: line(output.maker.engine)),
            digest: output.digest, prompt: output.prompt.map(lines),
            inputs: output.inputs.map {
                GalleryOutput.Input(name: line($0.name), source: line($0.source), digest: $0.digest)
            },
            settings: Dictionary(settings, uniquingKeysWith: { first, _ in first }),
            commit: output.commit.map {
                GalleryOutput.Commit(id: $0.id, time: $0.time, author: line($0.author))
            }, paidAt: output.paidAt)
        // Addresses are made of digests, or encoded.
        harmless.url = output.url
        harmless.poster = output.poster
        harmless.script = output.script
        return harmless
    }
}

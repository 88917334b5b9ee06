@testable import AuroraGallery

/// Pages to test with.
enum GallerySamples {
    static let hostile = [
        "</script><script>alert(1)</script>", "\"; alert(1); \"", "<!--", "a\u{202E}b", "\u{2028}\u{2029}", "\\u003c",
        "'`${x}", "\u{0}\u{B}\u{1B}[31m", "]]>&amp;", "\u{E2}\u{A8}\u{A9}",
    ]

    static func page(name: String = "baker") -> GalleryPage {
        GalleryPage(
            workspace: name, subject: "the workspace",
            scenes: [
                GalleryScene(
                    scene: name, profile: "draft", campaign: nil,
                    outputs: [
                        output(name, kind: "talkingHead"), output("\(name).poster", kind: "poster", part: "poster"),
                    ])
            ])
    }

    static func output(_ name: String, kind: String, part: String = "") -> GalleryOutput {
        var output = GalleryOutput(
            name: name, part: part, kind: kind, take: 1, file: "\(name).mp4",
            medium: GalleryOutput.Medium(suffix: kind == "poster" ? "jpg" : "mp4"), bytes: 1_234_567,
            shape: kind == "poster"
                ? nil
                : GalleryOutput.Shape(
                    width: 720, height: 960, framesPerSecond: 25, milliseconds: 6120, codecs: "h264, aac"),
            cost: 420_000,
            maker: GalleryOutput.Maker(provider: "embedded", model: "aurora-embedded", engine: "18"),
            digest: String(repeating: "0f", count: 32), prompt: "A kindly baker\nspeaks, \(name)",
            inputs: [GalleryOutput.Input(name: "audio", source: "scenes/\(name)/line.wav", digest: "aa")],
            settings: ["quality": "95", name: name],
            commit: GalleryOutput.Commit(id: "0123456789", time: "2026-11-23T14:03:05+01:00", author: name),
            paidAt: nil)
        output.url = "media/\(String(repeating: "0f", count: 32)).mp4"
        return output
    }
}

import AuroraSession

extension JSONText {
    static func preview(_ preview: ScenePreview) -> String {
        line(
            "preview",
            [
                "path": .text(preview.path), "width": .integer(Int64(preview.width)),
                "height": .integer(Int64(preview.height)),
                "durationMilliseconds": preview.durationMilliseconds.map { .integer(Int64($0)) },
            ])
    }
}

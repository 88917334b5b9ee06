internal import AuroraCore

/// The names of what scenes consist of, which must not be those of other scenes: the second take of `a` is called
/// `a.t2`, its poster `a.t2.poster`.
enum OutputNames {
    static func check(_ scenes: [Scene], _ problems: inout Problems) {
        let ids = Set(scenes.lazy.map(\.id.text))
        for scene in scenes {
            for (name, span) in parts(of: scene) where ids.contains(name) {
                problems.report(
                    Diagnostic(
                        "a part of scene `\(scene.id)` and another scene are both called `\(name)`", at: span,
                        hint: "rename one of the scenes"))
            }
        }
    }

    private static func parts(of scene: Scene) -> [(name: String, span: SourceSpan)] {
        var parts: [(String, SourceSpan)] = []
        let id = scene.id.text
        for (field, input) in [("image", scene.image), ("audio", scene.audio)] {
            switch input {
            case .file: continue
            case .remote(let remote): parts.append(("\(id).\(field)", remote.span))
            case .speech(let speech): parts.append(("\(id).speech", speech.span))
            }
        }
        for take in 1...scene.settings.takes {
            let base = take == 1 ? id : "\(id).t\(take)"
            if take > 1 { parts.append((base, scene.settings.span(of: .takes) ?? scene.span)) }
            parts += scene.variants.map { ("\(base).\($0.name)", $0.span) }
            if let poster = scene.poster { parts.append(("\(base).poster", poster.span)) }
            if let sheet = scene.sheet { parts.append(("\(base).sheet", sheet.span)) }
            if let preview = scene.preview { parts.append(("\(base).preview", preview.span)) }
        }
        return parts
    }
}

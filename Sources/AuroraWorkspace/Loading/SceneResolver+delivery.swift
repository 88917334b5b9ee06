internal import AuroraCore

/// What is made of a scene's videos once they are there.
struct SceneDelivery {
    var variants: [VariantRequest] = []
    var sheet: SheetRequest?
    var preview: PreviewRequest?
    var captions: CaptionsRequest?
    var disclosure: Disclosure?
    var brand: Brand?
}

extension SceneResolver {
    /// The delivery of a scene; `nil` if there are problems, all of which are reported.
    func delivery(
        _ draft: SceneDraft, _ settings: Settings, _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> SceneDelivery? {
        let layer = draft.layer
        let errors = problems.errorCount
        var result = SceneDelivery()
        if let variants = variants(layer, settings, &problems) { result.variants = variants } else { return nil }
        if case .value(let shown, _) = layer.sheet { result.sheet = shown.value }
        if case .value(let shown, _) = layer.preview { result.preview = shown.value }
        guard !layer.sheet.isInvalid, !layer.preview.isInvalid else { return nil }
        if case .value(let shown, _) = layer.captions { result.captions = shown.value }
        if case .value(let shown, _) = layer.disclosure { result.disclosure = shown.value }
        if case .value(let shown, _) = layer.brand { result.brand = shown.value }
        guard !layer.captions.isInvalid, !layer.disclosure.isInvalid, !layer.brand.isInvalid else { return nil }
        if result.captions == nil, let first = result.variants.first(where: { $0.captions != .none }) {
            result.captions = CaptionsRequest(span: first.span)
        }
        if let captions = result.captions, captions.file == nil, !hasWords(layer) {
            problems.report(
                Diagnostic(
                    "there is nothing to make captions of", at: captions.span,
                    hint: "add `transcript: {file: line.txt}` with what is said, or `file: line.srt` to the captions"))
        }
        let named = [result.captions?.file, result.captions?.style.font, result.brand?.image].compactMap { $0 }
        for file in named {
            guard let refusal = files.refusal(ofInput: file.path) else { continue }
            problems.report(Diagnostic(refusal.problem, at: file.span, hint: refusal.hint))
        }
        return problems.errorCount == errors ? result : nil
    }

    /// Whether it is known what is said.
    private func hasWords(_ layer: SceneLayer) -> Bool {
        if case .value(.speech, _) = layer.voice { return true }
        return !layer.transcript.isAbsent
    }

    /// The variants of a scene; `nil` if one of them is what the video is anyway, which is reported. A profile speaks of
    /// many scenes: where a video is in one of its formats already, there is nothing to do.
    private func variants(_ layer: SceneLayer, _ settings: Settings, _ problems: inout Problems) -> [VariantRequest]? {
        if case .value(let variants, _) = profile.variants {
            return variants.map { Self.variant($0, settings) }.filter { !Self.isTheVideo($0, settings) }
        }
        switch profile.variants.over(layer.variants) {
        case .absent: return []
        case .invalid: return nil
        case .value(let choices, _):
            let variants = choices.map { Self.variant($0, settings) }
            guard let same = variants.first(where: { Self.isTheVideo($0, settings) }) else { return variants }
            problems.report(
                Diagnostic(
                    "the video is `\(same.format.rawValue)` already", at: same.span,
                    hint: "remove it from `variants`"))
            return nil
        }
    }

    private static func isTheVideo(_ variant: VariantRequest, _ settings: Settings) -> Bool {
        variant.isPlain && variant.format == settings.format
    }

    private static func variant(_ choice: SceneLayer.VariantChoice, _ settings: Settings) -> VariantRequest {
        VariantRequest(
            name: choice.name, format: choice.format ?? settings.format, aspect: choice.aspect, size: choice.size,
            fit: choice.fit, captions: choice.captions, quality: choice.quality, span: choice.span)
    }
}

extension Stated {
    fileprivate var isInvalid: Bool {
        if case .invalid = self { return true }
        return false
    }
}

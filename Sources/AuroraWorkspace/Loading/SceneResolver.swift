internal import AuroraCore

/// Makes scenes of layers: puts them above each other and checks what results.
struct SceneResolver {
    let defaults: SceneLayer
    let profile: WorkspaceDeclaration.Profile
    let overrides: [StatedSetting]
    /// The kinds of provider that can be used.
    let supported: Set<ProviderKind>

    /// The scene of one file; `nil` if it has problems, all of which are reported, or if it is no scene but only there
    /// to be extended or to be a campaign's template.
    func scene(
        _ file: SceneTree.SceneFile, in sceneFiles: SceneFiles, files: inout WorkspaceFiles,
        reporting problems: inout Problems
    ) -> Scene? {
        guard let chain = sceneFiles.chain(from: file.path, reporting: &problems),
            case .parsed(_, let start)? = sceneFiles[file.path]
        else { return nil }
        // With variables it is a template, which campaigns build.
        if chain.contains(where: { sceneFiles[$0]?.layer?.template != nil }) { return nil }
        var layer = defaults
        for path in chain.reversed() {
            if let above = sceneFiles[path]?.layer { layer = above.over(layer) }
        }
        let isComplete = !layer.image.isAbsent && !layer.voice.isAbsent
        if !isComplete && sceneFiles.extended.contains(PathKey(file.path)) { return nil }

        let draft = SceneDraft(
            id: file.id, file: file.path, start: start, sources: chain, layer: layer, cell: nil)
        return scene(draft, files: &files, reporting: &problems)
    }

    /// Checks a scene whose fields are put together; `nil` if it has problems, all of which are reported.
    func scene(_ draft: SceneDraft, files: inout WorkspaceFiles, reporting problems: inout Problems) -> Scene? {
        let layer = draft.layer
        let image = input(layer.image, "image", of: draft, &files, &problems)
        let audio = input(layer.voice, "audio", of: draft, &files, &problems)
        let prompt = text(layer.prompt, "prompt", of: draft, &files, &problems)
        let transcript = text(layer.transcript, "transcript", of: draft, &files, &problems)
        let provider = provider(profile.provider.over(layer.provider), &problems)
        let settings = settings(above: layer.settings)
        let delivery = delivery(draft, settings, &files, &problems)
        guard isPlayable(settings, of: draft, &problems) else { return nil }
        let poster = profile.poster.over(layer.poster)
        if case .invalid = poster { return nil }
        if case .invalid = layer.face { return nil }
        var face: Located<FaceChoice>?
        if case .value(let choice, let span) = layer.face { face = Located(choice, at: span) }
        guard let image, let audio, let prompt, let transcript, let provider, let delivery else { return nil }
        var spoken: String?
        if case .speech(let speech) = audio { spoken = speech.text.file }
        return Scene(
            id: draft.id, file: draft.file, span: draft.start,
            sources: draft.sources + [prompt.input?.file, transcript.input?.file, spoken].compactMap { $0 },
            image: image, face: face, audio: audio, prompt: prompt.input, transcript: transcript.input,
            provider: provider, settings: settings, poster: Self.poster(poster), sheet: delivery.sheet,
            preview: delivery.preview, variants: delivery.variants,
            captions: delivery.captions, disclosure: delivery.disclosure, brand: delivery.brand)
    }

    /// The settings in force. Later wins: the user's own configuration, defaults, extended files and the scene (all in
    /// `stated`), profile, command line.
    func settings(above stated: [StatedSetting]) -> Settings {
        var settings = Settings()
        for layer in [stated, profile.settings, overrides] {
            for setting in layer { settings.apply(setting.value, at: setting.span) }
        }
        return settings
    }

    /// Whether the container takes the codec; if not, that is reported.
    private func isPlayable(_ settings: Settings, of draft: SceneDraft, _ problems: inout Problems) -> Bool {
        guard let codec = settings.codec, !codec.formats.contains(settings.format) else { return true }
        let formats = codec.formats.map { "`format: \($0.rawValue)`" }.joined(separator: " or ")
        problems.report(
            Diagnostic(
                "`codec: \(codec.rawValue)` does not go with `format: \(settings.format.rawValue)`",
                at: settings.span(of: .codec) ?? settings.span(of: .format) ?? draft.start,
                hint: "write \(formats), or leave `codec` out"))
        return false
    }

    private func input(
        _ stated: Stated<SceneLayer.Asset>, _ key: String, of draft: SceneDraft, _ files: inout WorkspaceFiles,
        _ problems: inout Problems
    ) -> SceneInput? {
        switch stated {
        case .invalid: return nil
        case .absent:
            problems.report(
                Diagnostic(
                    "scene `\(draft.id)` has no `\(key)`", at: draft.start,
                    hint: "add `\(key): FILE`, with a path relative to \(draft.file)"))
            return nil
        case .value(.file(let path), let span):
            guard let refusal = files.refusal(ofInput: path) else { return .file(InputFile(path: path, span: span)) }
            problems.report(Diagnostic(refusal.problem, at: span, hint: refusal.hint))
            return nil
        case .value(.url(let url), let span): return .remote(RemoteFile(url: url.text, span: span))
        case .value(.speech(let source), let span): return speech(source, at: span, of: draft, &files, &problems)
        }
    }

    private func speech(
        _ source: SceneLayer.SpeechSource, at span: SourceSpan, of draft: SceneDraft, _ files: inout WorkspaceFiles,
        _ problems: inout Problems
    ) -> SceneInput? {
        guard let text = text(source.text, "text", of: draft, &files, &problems)?.input else { return nil }
        return .speech(
            SpeechText(text: text, voice: source.voice, rateHundredths: source.rateHundredths, span: span))
    }

    private static func poster(_ stated: Stated<SceneLayer.PosterChoice>) -> PosterRequest? {
        guard case .value(.at(let milliseconds, let width), let span) = stated else { return nil }
        return PosterRequest(atMilliseconds: milliseconds, width: width, span: span)
    }

    /// A text that may be missing. The outer `nil` is for one that cannot be used.
    private struct OptionalText { let input: TextInput? }

    private func text(
        _ stated: Stated<SceneLayer.TextSource>, _ key: String, of draft: SceneDraft, _ files: inout WorkspaceFiles,
        _ problems: inout Problems
    ) -> OptionalText? {
        switch stated {
        case .absent: return OptionalText(input: nil)
        case .invalid: return nil
        case .value(.text(let text), let span): return OptionalText(input: TextInput(text: text, span: span))
        case .value(.file(let path), let span):
            switch files.text(path) {
            case .success(let written):
                guard let text = draft.filled(written, from: path, &files, &problems) else { return nil }
                if key == "prompt", let refusal = FieldReader.promptProblem(text) {
                    problems.report(
                        Diagnostic("\(refusal.problem) (in \(path))", at: span, hint: refusal.hint))
                    return nil
                }
                if key == "text", let refusal = FieldReader.speechProblem(text) {
                    problems.report(
                        Diagnostic("\(refusal.problem) (in \(path))", at: span, hint: refusal.hint))
                    return nil
                }
                return OptionalText(input: TextInput(text: text, file: path, span: span))
            case .failure(.unreadable(let refusal)):
                problems.report(Diagnostic(refusal.problem, at: span, hint: refusal.hint))
            case .failure(.unfit(let error)):
                problems.report(error)
            }
            return nil
        }
    }

    private func provider(_ stated: Stated<ProviderChoice>, _ problems: inout Problems) -> Located<ProviderChoice>? {
        switch stated {
        case .absent: return Located(.embedded)
        case .invalid: return nil
        case .value(let choice, let span):
            if supported.contains(choice.kind) { return Located(choice, at: span) }
            problems.report(
                Diagnostic(
                    "this version of Aurora does not send scenes to \(Words.quoted(choice.name))", at: span,
                    hint: "build with a profile that says `provider: embedded`"))
            return nil
        }
    }
}

extension Stated {
    var isAbsent: Bool {
        if case .absent = self { return true }
        return false
    }
}

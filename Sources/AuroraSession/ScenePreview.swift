package import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace
import RenderProtocol

/// A part of a scene's video, made at once for a look at it.
package struct ScenePreview: Sendable {
    package enum Part: Sendable, Hashable {
        /// The frame at a moment.
        case still(atMilliseconds: Int)
        /// A few seconds from a moment on.
        case clip(fromMilliseconds: Int, milliseconds: Int)
    }

    /// Where it is, workspace-relative.
    package let path: String
    package let width: Int
    package let height: Int
    /// Of a clip.
    package let durationMilliseconds: Int?
}

extension Session {
    /// Makes a part of a scene's video with the embedded renderer, whatever the scene's provider: its frames are those
    /// of the whole video. Nothing is recorded, and nothing else in the workspace changes.
    ///
    /// - Parameter name: a scene, or one of its takes: `baker`, `baker.t2`.
    package func preview(
        of name: String, part: ScenePreview.Part, progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> ScenePreview {
        let (action, work) = try video(named: name)
        let inputs = try plannedInputs(of: action)
        let extent: ExcerptRequest.Part
        let suffix: String
        switch part {
        case .still(let moment): (extent, suffix) = (.still(atMilliseconds: moment), "jpg")
        case .clip(let start, let length):
            (extent, suffix) = (.clip(fromMilliseconds: start, milliseconds: length), "mp4")
        }
        let output = "out/.preview/\(action.name).\(suffix)"
        try checkFolders(of: [output])
        defer { layout.leaveTemporary() }
        return try await staging.during { folder in
            var names: [String: String] = [:]
            for (field, bytes) in inputs { names[field] = try staging.copy(bytes, as: field, to: folder) }
            guard let image = names["image"], let audio = names["audio"] else {
                preconditionFailure("a talking head has a picture and a sound")
            }
            var video = EmbeddedProvider.task(work, image: image, audio: audio, output: "preview.\(suffix)")
            (video.format, video.codec) = (.mp4, nil)
            let request = ExcerptRequest(video: video, part: extent)
            let response = try await renderer.run(.excerpt(request), in: folder) { step in
                progress(ActionProgress(step))
            }
            let preview: ScenePreview
            switch response {
            case .still(let facts):
                preview = ScenePreview(
                    path: output, width: facts.width, height: facts.height, durationMilliseconds: nil)
            case .talkingHead(let facts):
                preview = ScenePreview(
                    path: output, width: facts.width, height: facts.height,
                    durationMilliseconds: facts.durationMilliseconds)
            case .failed(let failure): throw RenderingError(failure: failure, action: action)
            case .probe, .video, .aligned: throw RendererError.unreadableAnswer
            }
            try Files.publish(Paths.join(folder, video.output), at: self.folder.absolute(output))
            try Files.removeTree(folder)
            return preview
        }
    }

    private func video(named name: String) throws -> (Action, TalkingHead) {
        let videos = try graph(of: []).actions.compactMap { action -> (Action, TalkingHead)? in
            if case .talkingHead(let work) = action.work { (action, work) } else { nil }
        }
        if let found = videos.first(where: { $0.0.name == name }) { return found }
        // What is no video's name may be misspelled, or be that of many.
        let scenes = Set(try graph(of: [name]).actions.map(\.scene.text))
        let hint =
            scenes.count == 1 ? Wording.question(Array(scenes)) : scenes.min().map { "name one, such as `\($0)`" }
        let problem = scenes.count == 1 ? "is no video" : "stands for \(scenes.count) scenes"
        throw DiagnosticsError([Diagnostic("`\(PrintableText.sanitized(name))` \(problem)", hint: hint)])
    }

    /// The inputs of a video, whether it has to be made or not. Throws `DiagnosticsError` for one that another action
    /// has to make first.
    private func plannedInputs(of action: Action) throws -> [String: InputBytes] {
        let graph = try graph(of: [action.scene.text])
        guard let same = graph.actions.first(where: { $0.name == action.name }) else {
            preconditionFailure("a scene has its own actions")
        }
        let plan = try plan(graph)
        var inputs: [String: InputBytes] = [:]
        for named in same.inputs {
            switch named.input {
            case .file(let file): inputs[named.field] = .file(file, try digest(of: file))
            case .product(let id, let suffix, let span):
                guard case .current(let result) = plan[id].state else {
                    throw DiagnosticsError([
                        Diagnostic(
                            "the \(named.field) of `\(action.name)` is not made yet", at: span,
                            hint: "run `aurora build \(action.scene.text)` once")
                    ])
                }
                inputs[named.field] = .stored(result.artifact, suffix: suffix, span: span)
            }
        }
        return inputs
    }

    private func digest(of file: InputFile) throws -> Digest {
        do throws(ContainmentError) { return try digests.digest(file.path) } catch {
            throw DiagnosticsError([Self.unreadable(file.path, error, at: file.span)])
        }
    }
}

extension ActionProgress {
    /// The renderer reads strangers' files: what it says is not taken on trust.
    init(_ step: RenderProgress) {
        let fraction = step.total > 0 ? min(max(Double(step.done) / Double(step.total), 0), 1) : nil
        self.init(stage: step.stage.rawValue, fraction: fraction)
    }
}

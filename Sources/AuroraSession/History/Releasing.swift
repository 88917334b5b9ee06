import AuroraBuild
import AuroraCore
import AuroraGraph
package import AuroraProvenance
import AuroraWorkspace

/// A release that was made.
package struct Release: Sendable {
    package let tag: AnnotatedTag
    package let manifest: ReleaseManifest
}

extension Session {
    /// Makes an annotated tag of HEAD with a manifest of the outputs of a campaign, or of all if `campaign` is the
    /// workspace's name.
    ///
    /// Throws `DiagnosticsError` with everything that stands against it: outputs that are not built as they stand, that
    /// HEAD does not hold with their inputs, a version that exists.
    package func release(campaign: String, version: String, text: String?) throws -> Release {
        guard !hasOverrides else {
            throw DiagnosticsError([
                Diagnostic("no commit holds what `--set` says", hint: "write the settings into the scenes or a profile")
            ])
        }
        let history = workspaceHistory
        let (scenes, name) = try scenes(released: campaign)
        let reels = reels(released: name)
        let rights = try rights(of: name)
        guard !version.isEmpty, !version.contains("/") else {
            throw DiagnosticsError(TagRefusal.invalidName("\(campaign)/\(version)").diagnostics)
        }
        let plan = try plan(graph(scenes, reels))
        saveIndexIfPossible()
        let candidates = try candidates(plan)
        let stale = plan.steps.filter { $0.action.publication != nil && placed($0) == nil }
        guard stale.isEmpty else {
            let uncommitted = try TagRefusal.uncommitted(history.uncommitted(candidates))
            throw DiagnosticsError(notBuilt(stale) + uncommitted.diagnostics)
        }
        let manifest = ReleaseManifest(
            workspace: workspace.name, campaign: name, version: version, profile: workspace.profile,
            outputs: try manifestOutputs(candidates), rights: rights)
        let outcome: TagOutcome
        do {
            outcome = try history.history.tag(
                TagRequest(
                    name: manifest.tagName, message: manifest.message(text: text), time: commitTime,
                    records: candidates))
        } catch let error as RevisionError { throw DiagnosticsError(error.diagnostics) }
        switch outcome {
        case .tagged(let tag): return Release(tag: tag, manifest: manifest)
        case .refused(let refusal): throw DiagnosticsError(refusal.diagnostics)
        }
    }

    /// The reels of what is released: of everything if `name` is nil.
    private func reels(released name: String?) -> [Reel] {
        let all = workspace.campaigns.flatMap(\.reels)
        guard let name else { return all }
        return all.filter { $0.id.text == name || $0.id.text.hasPrefix(name + "/") }
    }

    /// What the released campaigns rest on by law. Throws `DiagnosticsError` with everything of it that has expired.
    private func rights(of name: String?) throws -> [ReleaseManifest.Right] {
        let released = workspace.campaigns.filter { campaign in
            name.map { $0 == campaign.name || $0.hasPrefix(campaign.name + "/") } ?? true
        }
        let secondsPerDay: Int64 = 86_400
        let today = CivilDate(
            daysSince1970: CivilDate.floorDivision(environment.now() / 1_000_000_000, by: secondsPerDay))
        let documents = released.flatMap(\.rights)
        let expired = documents.filter { $0.expires.map { $0.daysSince1970 < today.daysSince1970 } ?? false }
        guard expired.isEmpty else {
            throw DiagnosticsError(
                expired.map { document in
                    Diagnostic(
                        "`\(document.file.path)` expired on \(document.expires?.description ?? "")", at: document.span,
                        hint: "renew it and state its new last day, or leave out what it is needed for")
                })
        }
        return try documents.map { document in
            ReleaseManifest.Right(
                path: document.file.path, digest: try digests.digest(document.file.path), expires: document.expires)
        }
    }

    private func manifestOutputs(_ candidates: [RecordCandidate]) throws -> [String: ReleaseManifest.Output] {
        var outputs: [String: ReleaseManifest.Output] = [:]
        for candidate in candidates {
            guard case .bytes(let bytes) = candidate.content,
                let output = RecordedOutput(path: candidate.path, bytes: bytes)
            else { preconditionFailure("a record that was just written can be read") }
            outputs[output.output] = ReleaseManifest.Output(
                record: candidate.path, key: output.record.key, artifact: output.record.output,
                cost: output.record.cost)
        }
        return outputs
    }

    /// The scenes of a campaign, and its name; no name for the whole workspace.
    private func scenes(released campaign: String) throws -> ([Scene], campaign: String?) {
        let all = workspace.scenes
        let chosen = all.filter { $0.id.text == campaign || $0.id.text.hasPrefix(campaign + "/") }
        let isWorkspace = campaign == workspace.name
        if isWorkspace, !chosen.isEmpty {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(campaign))` is the name of the workspace and of scenes in it",
                    hint: "give the workspace another `name` in aurora.yaml")
            ])
        }
        if isWorkspace, !all.isEmpty { return (all, nil) }
        guard !chosen.isEmpty else {
            let campaigns = Set(all.compactMap { $0.id.text.split(separator: "/").first.map(String.init) })
            let hint = MeantIDs.hint(
                for: campaign, in: workspace.root, among: campaigns.union([workspace.name])
            ) { id in all.contains { $0.id.text == id || $0.id.text.hasPrefix(id + "/") } }
            throw DiagnosticsError([
                Diagnostic(
                    "there is no campaign `\(PrintableText.sanitized(campaign))`",
                    hint: hint ?? "release all scenes as `\(PrintableText.sanitized(workspace.name))`")
            ])
        }
        return (chosen, campaign)
    }
}

extension WorkspaceHistory {
    /// The records that HEAD does not hold byte for byte.
    fileprivate func uncommitted(_ candidates: [RecordCandidate]) throws -> [TagRefusal.UncommittedOutput] {
        let held = try history.records(at: try revision("HEAD").commit)
        return candidates.filter { candidate in
            guard case .bytes(let bytes) = candidate.content else { return false }
            return held[candidate.path] != bytes
        }.map { .init(record: $0.path, inputs: []) }
    }
}

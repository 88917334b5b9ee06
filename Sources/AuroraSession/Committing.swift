import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
package import AuroraProvenance

extension Session {
    /// As `commitRecords`, with a fault of the repository as problems to tell: the videos are made all the same. An
    /// interrupted build commits nothing.
    func commitIfPossible(_ report: BuildReport, _ removed: [StaleRecord], _ options: BuildOptions)
        -> (CommitOutcome?, [Diagnostic])
    {
        if report.isInterrupted { return (nil, []) }
        do { return (try commitRecords(report, removed, options), []) } catch {
            return (nil, (error as? any DiagnosticConvertible)?.diagnostics ?? [Diagnostic("\(error)")])
        }
    }

    /// Commits what a build left behind, as far as `git.commit` and the state of the repository allow. What was made
    /// with settings from the command line is not committed: no commit holds those.
    func commitRecords(_ report: BuildReport, _ removed: [StaleRecord], _ options: BuildOptions) throws
        -> CommitOutcome
    {
        let keyed = report.entries.map(\.keyed)
        let candidates = try report.entries.compactMap { entry -> RecordCandidate? in
            guard let action = entry.keyed, let result = entry.result, !action.isRecorded else { return nil }
            return try candidate(action, result) { keyed[$0.index] }
        }
        let profile = workspace.profile
        return try repository.commit(
            CommitRequest(
                mode: commitMode(options),
                records: candidates + removed.map(removal),
                messageOf: { Self.message(of: report, committing: $0, profile: profile) }, time: commitTime))
    }

    /// What a build's commit says: of the scenes whose records it holds, and no others.
    private static func message(of report: BuildReport, committing paths: [String], profile: String) -> CommitMessage {
        let paths = Set(paths)
        let entries = report.entries.filter { $0.action.publication.map { paths.contains($0.record) } ?? false }
        let made = entries.filter { if case .made = $0.outcome { true } else { false } }
        let cost = made.compactMap(\.result).reduce(Cost.zero) { $0 + $1.cost }
        let scenes = entries.map(\.action.scene.text).uniqued()
        let records = paths.count { $0.hasPrefix("records/") }
        let summary =
            scenes.isEmpty
            ? "Remove \(Wording.count(records, "record")) (\(profile))"
            : "Build \(Wording.count(scenes.count, "scene")) (\(profile)), \(cost)"
        return CommitMessage(
            summary: summary,
            trailers: [.init("Aurora-Profile", profile), .init("Aurora-Cost", "\(cost)")]
                + (scenes.isEmpty ? [] : [.init("Aurora-Scenes", names(entries.map(\.action)))]))
    }

    /// What a build may commit.
    func commitMode(_ options: BuildOptions) -> CommitMode {
        hasOverrides ? .off : options.commitMode ?? workspace.commitMode
    }

    /// Commits scenes, their inputs and their records together. `ids` empty: all scenes. Throws `DiagnosticsError`
    /// if one of them is not built as it stands now.
    package func commit(ids: [String], message: String?) throws -> CommitOutcome {
        let graph = try graph(of: ids)
        let actions = graph.actions
        let plan = try plan(graph)
        let stale = plan.steps.filter { $0.action.publication != nil && placed($0) == nil }
        guard stale.isEmpty else {
            throw DiagnosticsError(notBuilt(stale))
        }
        let candidates = try candidates(plan)
        let removed = ids.isEmpty ? try staleRecords(actions) : []
        let files = candidates.flatMap { $0.inputs.map(\.path) }.uniqued() + (ids.isEmpty ? try firstIgnoreFile() : [])
        let scenes = actions.map(\.scene.text).uniqued()
        let summary = message ?? "Update \(Wording.count(scenes.count, "scene")) (\(workspace.profile))"
        let outcome = try repository.commit(
            CommitRequest(
                mode: .all, records: candidates + removed.map(removal),
                files: files + leftInHead(removed) + pinPaths(actions),
                message: CommitMessage(
                    summary: summary,
                    trailers: [.init("Aurora-Profile", workspace.profile), .init("Aurora-Scenes", Self.names(actions))]),
                time: commitTime))
        saveIndexIfPossible()
        return outcome
    }

    /// That actions have to be built before they can be committed: each at its place, or all in one if they are many.
    func notBuilt(_ steps: [PlannedAction]) -> [Diagnostic] {
        let lost = steps.flatMap { step -> [Diagnostic] in
            if case .lost(let diagnostics) = step.state { diagnostics } else { [] }
        }
        let actions = steps.filter { !$0.state.isLost }.map(\.action)
        let hint = "run `aurora build --profile \(workspace.profile)` first"
        guard actions.count > 10 else {
            return lost
                + actions.map { action in
                    Diagnostic(
                        "`\(PrintableText.sanitized(action.name))` is not built as it stands now", at: action.span,
                        hint: hint)
                }
        }
        let names = Wording.first(5, of: actions.map(\.name)) { "`\(PrintableText.sanitized($0))`" }
        return lost + [Diagnostic("\(actions.count) files are not built as they stand now", notes: [names], hint: hint)]
    }

    /// The workspace's `.gitignore`, if HEAD has none yet: the first commit of a workspace is to be all of it.
    private func firstIgnoreFile() throws -> [String] {
        let name = ".gitignore"
        guard try FileFacts.of(folder.absolute(name))?.kind == .regular else { return [] }
        // Without a HEAD that can be read, it has none.
        let committed = (try? repository.contents(of: [name], at: "HEAD")) ?? [:]
        return committed.isEmpty ? [name] : []
    }

    /// The records of what is current, each with everything that a commit must hold along with it.
    func candidates(_ plan: Plan) throws -> [RecordCandidate] {
        // A pinned record of an earlier state of its scene is committed or not as it is.
        try plan.steps.compactMap { step in
            guard let result = placed(step), let keyed = step.keyed, !keyed.isRecorded else { return nil }
            return try candidate(keyed, result) { plan[$0].keyed }
        }
    }

    /// The record of a published action, with every file that a commit has to hold along with it. `keyed` finds the
    /// actions of the same graph.
    private func candidate(_ action: KeyedAction, _ result: ActionResult, keyed: (ActionID) -> KeyedAction?) throws
        -> RecordCandidate?
    {
        guard let publication = action.action.publication else { return nil }
        let record = RecordFiles(folder: folder).due(action, result, at: publication.record).file
        let files = ["aurora.yaml"] + action.action.sources
        var inputs = try files.uniqued().map { recordInput($0, try digests.digest($0)) }
        var pending = [action]
        while let next = pending.popLast() {
            for input in next.inputs {
                // What went into the key, even if the file was edited since.
                if let file = input.input.file {
                    inputs.append(recordInput(file.path, input.digest))
                }
                if let maker = input.input.producer.flatMap(keyed) { pending.append(maker) }
            }
        }
        return RecordCandidate(path: publication.record, content: .bytes(record), inputs: inputs.uniqued())
    }

    /// A file that a record rests on, with the state in which it had this digest.
    private func recordInput(_ path: String, _ digest: Digest) -> RecordInput {
        let stamp = digests.settledFacts(path, digest).map { facts in
            FileStamp(
                size: facts.size, modifiedNanoseconds: facts.modifiedNanoseconds,
                changedNanoseconds: facts.changedNanoseconds, inode: facts.inode)
        }
        return RecordInput(path: path, content: .digest(digest), stamp: stamp)
    }

    /// A record may go when HEAD no longer asks for it: it holds no such scene, or the scene as it is now, with fewer
    /// takes.
    private func removal(_ record: StaleRecord) throws -> RecordCandidate {
        let inputs: [RecordInput]
        if let scene = workspace.scenes.first(where: { $0.id.text == record.scene }) {
            inputs = try (["aurora.yaml"] + scene.sources).uniqued().map { recordInput($0, try digests.digest($0)) }
        } else if let campaign = workspace.campaigns.first(where: { record.scene.hasPrefix($0.name + "/") }) {
            // HEAD holds the campaign as it is now, without this cell.
            inputs = try (["aurora.yaml"] + campaign.sources).map { recordInput($0, try digests.digest($0)) }
        } else {
            inputs = Self.possibleFiles(of: record.scene).map { RecordInput(path: $0, content: .absent) }
        }
        return RecordCandidate(path: record.path, content: .removed, inputs: inputs)
    }

    /// The files of which one would be there if there were such a scene or campaign.
    private static func possibleFiles(of scene: String) -> [String] {
        let campaign = scene.split(separator: "/").first.map(String.init) ?? scene
        let own = ["scenes/\(scene).yaml", "scenes/\(scene)/scene.yaml"]
        return campaign == scene ? own : own + ["campaigns/\(campaign).yaml", "campaigns/\(campaign)/campaign.yaml"]
    }

    /// Pins of these actions, those included that HEAD still holds and that are gone.
    private func pinPaths(_ actions: [Action]) throws -> [String] {
        let pins = try PinFiles(folder, profile: workspace.profile)
        let known = Set(pins.paths).union((try? repository.paths(under: pins.directory, at: "HEAD")) ?? [])
        return actions.filter { $0.publication != nil }.map { pins.path(of: $0) }.filter { known.contains($0) }
    }

    /// Files of scenes that are gone, which HEAD still holds.
    private func leftInHead(_ removed: [StaleRecord]) throws -> [String] {
        guard !removed.isEmpty else { return [] }
        // Without a HEAD that can be read, nothing is left in it.
        let committed = (try? repository.paths(under: "scenes", at: "HEAD")) ?? []
        return try committed.filter { path in
            let belongs = removed.contains {
                path == "scenes/\($0.scene).yaml" || path.hasPrefix("scenes/\($0.scene)/")
            }
            return try belongs && FileFacts.of(folder.absolute(path)) == nil
        }
    }

    var commitTime: CommitTime {
        CommitTime(
            secondsSince1970: environment.now() / 1_000_000_000, offsetMinutes: environment.timeZoneOffsetMinutes)
    }

    /// At most a line's worth of ids.
    private static func names(_ actions: [Action]) -> String {
        let names = actions.map(\.scene.text).uniqued()
        let shown = names.prefix(10).joined(separator: ", ")
        return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
    }
}

package import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraProvenance
import AuroraWorkspace

extension Session {
    /// What of the workspace the session does not hold, since it is known to be in order.
    package var untouched: UntouchedOutputs { scope.glance?.untouched ?? .none }

    /// Remembers that everything is in order, if it is, for the next build to see at a glance. `head` is what HEAD
    /// named before the commit. A snapshot that cannot be written is none: the next build looks at everything.
    func takeSnapshotIfPossible(_ report: BuildReport, _ commit: CommitOutcome?, _ mode: CommitMode, head: String?) {
        try? takeSnapshot(report, commit, mode, head: head)
    }

    /// The commit that HEAD names, as far as a quick look tells.
    var currentHead: String? { HeadFile.commit(containing: folder.path) }

    private func takeSnapshot(_ report: BuildReport, _ commit: CommitOutcome?, _ mode: CommitMode, head: String?) throws
    {
        let outcomes = report.facts
        guard let place = scope.place, workspace.cacheDirectory == ".aurora",
            workspace.configuration.file?.hasPrefix("/") ?? true, let commit, !report.isInterrupted,
            outcomes.allSatisfy(\.isInOrder)
        else { return }
        // Nobody looked whether HEAD holds what was made: what is known of the rest stays known.
        let earlier = scope.glance?.snapshot.summary.head
        let units = units(outcomes, uncommitted: mode == .off ? nil : Set(commit.uncommitted.map(\.path)), earlier)
        let known = expectedDigests(outcomes)
        let head = mode == .off ? earlier : settledHead(commit, units, before: head)
        let waiting = mode == .records ? waiting(commit, units, head: head) : nil
        let file: [UInt8]
        if let glance = scope.glance {
            guard let edit = edit(glance, units) else { return }
            // Nothing new: a build that does nothing writes nothing.
            if units.isEmpty, glance.listings.isEmpty, head == glance.snapshot.summary.head { return }
            let states = states(of: edit.paths, known)
            file = edit.encoded(
                origin: place.origin, head: head, warnings: warnings, waiting: waiting,
                state: { states[$0] ?? .unknown })
        } else {
            var content = SnapshotContent()
            for unit in units { content.add(unit) }
            for path in globalPaths(units) { content.addForAll(path) }
            for (path, listing) in listings(units) { content.add(folder: path, listing) }
            let states = states(of: content.paths, known)
            file = content.encoded(
                origin: place.origin, profile: workspace.profile, commitMode: workspace.commitMode, head: head,
                warnings: warnings, waiting: waiting,
                state: { states[$0] ?? .unknown })
        }
        try Files.write(file, to: place.path, staging: layout.temporary)
    }

    /// HEAD, if it is known to hold all that could be committed.
    private func settledHead(_ commit: CommitOutcome, _ units: [SnapshotUnit], before head: String?) -> String? {
        // A record that waits to be taken out of HEAD is no unit's: the next build looks for it again.
        let owned = Set(units.flatMap(\.records))
        guard commit.uncommitted.allSatisfy({ owned.contains($0.path) }) else { return nil }
        switch commit.result {
        case .committed(let id, _, _): return id.hexadecimal
        // Whoever moved HEAD meanwhile may have moved it before the comparison or after it.
        case .upToDate: return head == currentHead ? head : nil
        case .refused: return nil
        }
    }

    /// What the actions of each scene file rest on.
    private func units(_ outcomes: [OutcomeFacts], uncommitted: Set<String>?, _ head: String?) -> [SnapshotUnit] {
        let byScene = Dictionary(grouping: outcomes, by: \.scene)
        return workspace.scenesByFile.sorted { $0.key < $1.key }.map { file, scenes in
            let campaign = workspace.campaigns.first { $0.file == file }
            let owners = scenes.map(\.id) + (campaign?.reels.map(\.id) ?? [])
            let outcomes = owners.flatMap { byScene[$0] ?? [] }
            let records = outcomes.compactMap(\.record)
            let paths =
                (campaign?.sources ?? []) + scenes.flatMap(\.sources) + outcomes.flatMap { $0.inputs.map(\.path) }
                + outcomes.compactMap(\.output) + speechFiles(scenes) + fontFiles(scenes, campaign?.reels ?? [])
            let published = outcomes.filter { $0.output != nil }
            return SnapshotUnit(
                file: file, outputCount: published.count, derivedCount: published.count { !$0.isVideo },
                paths: paths.uniqued(), records: records,
                isCommitted: uncommitted?.isDisjoint(with: records) ?? (head == nil))
        }
    }

    /// What a spoken scene rests on besides: another version of the program is another key.
    private func speechFiles(_ scenes: [Scene]) -> [String] {
        let speaks = scenes.contains { if case .speech = $0.audio { true } else { false } }
        // Where a link leads may change without it: the file itself.
        return speaks ? [synthesizer.path.flatMap { try? Files.realPath($0) }].compactMap { $0 } : []
    }

    /// The fonts that are drawn with: another version of one makes other pictures.
    private func fontFiles(_ scenes: [Scene], _ reels: [Reel]) -> [String] {
        let isDrawn =
            scenes.contains { scene in
                !scene.variants.isEmpty
                    && (scene.disclosure != nil || scene.variants.contains { $0.captions == .burned })
            } || reels.contains { $0.disclosure != nil }
        return isDrawn ? fonts.files(for: nil, language: nil) : []
    }

    /// The units at the places that they have in the snapshot; `nil` if the scene files do not match.
    private func edit(_ glance: Glance, _ units: [SnapshotUnit]) -> SnapshotEdit? {
        let byFile = Dictionary(uniqueKeysWithValues: units.map { ($0.file, $0) })
        var replaced: [UInt32: SnapshotUnit] = [:]
        for position in glance.units {
            guard let unit = byFile[glance.snapshot.unit(position).file] else { return nil }
            replaced[position] = unit
        }
        let listings = glance.listings.merging(listings(ofRecords: units)) { _, now in now }
        return SnapshotEdit(glance.snapshot, units: replaced, listings: listings)
    }

    /// The content that every file was taken to have.
    private func expectedDigests(_ outcomes: [OutcomeFacts]) -> [String: Digest] {
        var known = workspace.texts
        for outcome in outcomes {
            for input in outcome.inputs { known[input.path] = input.digest }
            if let output = outcome.output { known[output] = outcome.digest }
        }
        return known
    }

    /// What the facts of files came to, of those whose content is certain.
    private func states(of paths: [String], _ known: [String: Digest]) -> [String: FilePrint] {
        let states = Parallel.map(paths) { self.state(of: $0, known[$0]) }
        return Dictionary(uniqueKeysWithValues: zip(paths, states))
    }

    private func state(of path: String, _ known: Digest?) -> FilePrint {
        let found: FileFacts?
        // Whatever cannot be looked at is looked at again.
        do throws(FileError) { found = try FileFacts.of(folder.absolute(path)) } catch { return .unknown }
        guard let facts = found else { return known == nil ? .absent : .unknown }
        // Where a link leads may change without it.
        guard facts.kind == .regular else { return .unknown }
        // Older than the session: it is what was read, whenever that was.
        if !facts.isRacy(at: scope.startedAt) { return FilePrint(facts) }
        guard let known, (try? digests.digest(path)) == known, digests.settledDigest(path, facts) == known else {
            return .unknown
        }
        return FilePrint(facts)
    }
}

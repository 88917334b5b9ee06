import AuroraCore
import AuroraGallery
import AuroraProvenance

/// Which records a gallery shows, before anybody looks for their bytes.
struct GallerySubject {
    private enum Content {
        case state(RecordSet)
        case difference(RevisionDiff, before: RecordSet, after: RecordSet)
    }

    private let content: Content
    /// What it is called.
    private let name: String
    /// The latest commit that it is about; `nil` for HEAD.
    let newest: CommitID?

    /// Throws `DiagnosticsError` for ids of which no record speaks.
    init(_ request: GalleryRequest, _ history: WorkspaceHistory) throws {
        switch request.range {
        case .between(let older, let newer):
            let diff = try history.diff(.between(older, newer), selection: request.selection)
            content = .difference(
                diff, before: try history.records(at: older.commit), after: try history.records(at: newer.commit))
            name = "\(older.name)..\(newer.name)"
            newest = newer.commit
        case .one(let revision):
            let released = revision.manifest.map { Set($0.outputs.values.map(\.record)) }
            let records = try history.records(at: revision.commit)
                .filtered { released?.contains($0.recordPath) ?? true }
            try history.check(request.selection, against: [records], in: ["`\(revision.name)`"])
            content = .state(records.filtered(request.selection.takes))
            name = revision.name
            newest = revision.commit
        case nil:
            let records = try history.recordsOnDisk()
            try history.check(request.selection, against: [records], in: ["the workspace"])
            content = .state(records.filtered(request.selection.takes))
            name = "the workspace"
            newest = nil
        }
    }

    var isComparison: Bool { if case .difference = content { true } else { false } }

    var entryCount: Int {
        switch content {
        case .state(let records): records.scenes.count
        case .difference(let diff, _, _): diff.changes.count
        }
    }

    /// Everything whose bytes the page shows.
    var outputs: [RecordedOutput] {
        switch content {
        case .state(let records): records.sorted
        case .difference(let diff, let before, let after):
            sides(of: diff).flatMap { side, output in
                [output] + ((side == .before ? before : after).poster(of: output).map { [$0] } ?? [])
            }
        }
    }

    var videosWithoutPoster: [RecordedOutput] {
        switch content {
        case .state(let records): records.sorted.filter { $0.medium == .video && records.poster(of: $0) == nil }
        case .difference(let diff, let before, let after):
            sides(of: diff).filter { side, output in
                output.medium == .video && (side == .before ? before : after).poster(of: output) == nil
            }.map(\.1)
        }
    }

    /// Names below which scenes lie.
    var campaigns: Set<String> {
        let scenes =
            switch content {
            case .state(let records): records.outputs.values.map(\.record.scene)
            case .difference(let diff, _, _): sides(of: diff).map(\.1.record.scene)
            }
        return Set(scenes.compactMap { scene in scene.firstIndex(of: "/").map { String(scene[..<$0]) } })
    }

    func page(named workspace: String, _ values: GalleryValues) -> GalleryPage {
        switch content {
        case .state(let records):
            return GalleryPage(workspace: workspace, subject: name, scenes: values.scenes(records))
        case .difference(let diff, let before, let after):
            let changes = diff.changes.map { change in
                GalleryChange(
                    verb: change.verb, scene: change.output.record.scene, profile: change.output.profile,
                    campaign: values.campaign(of: change.output.record.scene),
                    before: change.before.map { values.value($0, in: before) },
                    after: change.after.map { values.value($0, in: after) }, reasons: change.lines)
            }
            return GalleryPage(
                workspace: workspace, subject: name, scenes: [],
                comparison: GalleryComparison(
                    older: diff.older.name, newer: diff.newer?.name ?? "the workspace", changes: changes,
                    unchanged: diff.unchangedCount, cost: diff.cost.microDollars))
        }
    }

    private enum Side { case before, after }

    private func sides(of diff: RevisionDiff) -> [(Side, RecordedOutput)] {
        diff.changes.flatMap { change in
            [change.before.map { (Side.before, $0) }, change.after.map { (Side.after, $0) }].compactMap { $0 }
        }
    }
}

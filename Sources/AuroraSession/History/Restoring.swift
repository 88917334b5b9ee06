import AuroraCache
package import AuroraCore
import AuroraFiles
package import AuroraProvenance

/// What became of outputs that were to be brought back.
package struct RestoreReport: Sendable {
    package enum Outcome: Sendable, Equatable {
        case restored
        /// It was there already.
        case present
        /// The cache no longer has it, or only damaged.
        case lost
    }

    package let revision: Revision
    /// Where the outputs are: absolute.
    package let folder: String
    /// By profile, then name, each with its path below `folder`.
    package let outputs: [(output: RecordedOutput, path: String, outcome: Outcome)]
    /// What there is to say about what is lost: the cache's own words on damage, and how to get it all.
    package let problems: [Diagnostic]

    package func count(_ outcome: Outcome) -> Int { outputs.count { $0.outcome == outcome } }
}

extension CachedHistory {
    /// Brings back the outputs that a commit has records of, from the cache into a folder of their own: `target`, an
    /// absolute path, or `out/.at/` and the name of the release or the commit. Of a release, it brings back what its
    /// manifest names. Every file is verified and appears whole or not at all.
    ///
    /// What the cache no longer has is in the report, and the rest is there. Nothing else in the workspace changes.
    package func restore(
        _ revision: Revision, selection: OutputSelection, to target: String?
    ) async throws -> RestoreReport {
        let records = try history.records(at: revision.commit)
        let released = revision.manifest.map { Set($0.outputs.values.map(\.record)) }
        let offered = records.filtered { released?.contains($0.recordPath) ?? true }
        try history.check(selection, against: [offered], in: ["`\(revision.name)`"])
        let wanted = offered.filtered { selection.takes($0) }
        let outputs = wanted.sorted
        let place = try RestorePlace(workspace: folder, target: target, revision: revision)
        try place.check(outputs)
        var told: [(output: RecordedOutput, path: String, outcome: RestoreReport.Outcome)] = []
        var problems: [Diagnostic] = []
        for output in outputs {
            try Task.checkCancellation()
            let path = place.absolute(output)
            do throws(CacheError) {
                told.append((output, output.relativeOutput, try bringBack(output, to: path)))
            } catch {
                if case .corrupt = error { problems += error.diagnostics }
                told.append((output, output.relativeOutput, .lost))
            }
        }
        layout.leaveTemporary()
        let lost = told.filter { $0.outcome == .lost }.map(\.output)
        return RestoreReport(
            revision: revision, folder: place.folder, outputs: told,
            problems: problems + lost.map { Self.lost($0, revision) })
    }

    private func bringBack(_ output: RecordedOutput, to path: String) throws(CacheError) -> RestoreReport.Outcome {
        let digest = output.result.digest
        do {
            if try FileFacts.of(path)?.kind == .regular, try Files.digest(path) == digest { return .present }
            try contentStore.materialize(digest, at: path)
            return .restored
        } catch let error as CacheError { throw error } catch { throw .missing(digest) }
    }

    private static func lost(_ output: RecordedOutput, _ revision: Revision) -> Diagnostic {
        let name = PrintableText.sanitized("\(output.profile)/\(output.name)")
        let cost = output.record.cost == .zero ? [] : ["it cost \(output.record.cost)"]
        let commit = revision.commit.short
        return Diagnostic(
            "the cache no longer has `\(name)` as of `\(PrintableText.sanitized(revision.name))`",
            notes: ["its SHA-256 is \(output.result.digest)"] + cost,
            hint: "run `git worktree add ../at-\(commit) \(commit)`, and "
                + "`aurora build -C ../at-\(commit) --profile \(PrintableText.sanitized(output.profile))`")
    }
}

/// Where outputs of another time go.
struct RestorePlace {
    /// Absolute.
    let folder: String
    /// Below this folder, no symbolic link may be on the way.
    private let base: String

    /// Throws `DiagnosticsError` for a place where builds put their own outputs.
    init(workspace: ContainedFolder, target: String?, revision: Revision) throws {
        guard let target else {
            let name = revision.tag.flatMap { tag in Self.isPlain(tag.name) ? tag.name : nil } ?? revision.commit.short
            base = workspace.path
            folder = Paths.join(workspace.path, "out/.at/\(name)")
            return
        }
        let real = try Self.chosen(target, workspace: workspace)
        base = real
        folder = real
    }

    /// The folder that somebody chose, with its links resolved. Throws `DiagnosticsError` for a place where builds put their
    /// own outputs.
    static func chosen(_ target: String, workspace: ContainedFolder) throws -> String {
        let real = try real(target)
        let outputs = workspace.absolute("out")
        // What begins with a dot there is no profile's.
        let isBuilds = real == outputs || real.hasPrefix(outputs + "/") && !real.hasPrefix(outputs + "/.")
        guard !isBuilds else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(target))` is where builds put their outputs",
                    hint: "name another folder, or leave out `--to`")
            ])
        }
        return real
    }

    func absolute(_ output: RecordedOutput) -> String { Paths.join(folder, output.relativeOutput) }

    /// Refuses to write through symbolic links: a stranger's workspace must not send files elsewhere.
    func check(_ outputs: [RecordedOutput]) throws {
        var folders: Set<String> = []
        for output in outputs {
            var parent = Paths.parent(absolute(output))
            while let directory = parent, directory != base, directory.hasPrefix(base),
                folders.insert(directory).inserted
            {
                parent = Paths.parent(directory)
            }
        }
        let links = try folders.sorted().filter { try FileFacts.of($0)?.kind == .symbolicLink }
        guard links.isEmpty else {
            throw DiagnosticsError(
                links.map {
                    Diagnostic(
                        "`\(PrintableText.sanitized($0))` is a symbolic link, and Aurora writes through none",
                        hint: "replace the link by a folder")
                })
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        Paths.normalized(relative: name) == name && name.split(separator: "/").allSatisfy { !$0.hasPrefix(".") }
    }

    /// The path with the links of what is there of it resolved.
    private static func real(_ path: String) throws -> String {
        var missing: [String] = []
        var existing = path
        while try FileFacts.of(existing) == nil, let parent = Paths.parent(existing) {
            missing.insert(Paths.name(existing), at: 0)
            existing = parent
        }
        guard let rest = Paths.normalized(relative: missing.joined(separator: "/")) else {
            throw DiagnosticsError([
                Diagnostic("`\(PrintableText.sanitized(path))` leads through a folder that is not there")
            ])
        }
        let real = try Files.realPath(existing)
        return rest.isEmpty ? real : Paths.join(real, rest)
    }
}

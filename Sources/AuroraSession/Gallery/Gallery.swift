package import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGallery
import AuroraGraph
import AuroraProvenance
import AuroraWorkspace

extension CachedHistory {
    /// Writes a page with everything that there are records of, or with what differs between two revisions: a folder that
    /// works from disk and from any web host.
    ///
    /// Nobody's bytes but those of records are shown. What nobody has any more is told on the page and in the report. Throws
    /// `DiagnosticsError` for a folder that is somebody else's, and for ids of which no record speaks.
    package func gallery(
        _ request: GalleryRequest, environment: SessionEnvironment,
        progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> GalleryReport {
        let subject = try GallerySubject(request, history)
        let folder = try GalleryFolder(workspace: self.folder, target: request.target)
        let lock = try folder.claim()
        let report = try await write(subject, request.placing, folder, environment, progress)
        _ = consume lock
        return report
    }

    private func write(
        _ subject: GallerySubject, _ placing: GalleryRequest.Placing, _ folder: GalleryFolder,
        _ environment: SessionEnvironment, _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> GalleryReport {
        var media = GalleryMedia(self, folder: folder, placing: placing)
        let outputs = subject.outputs
        for (index, output) in outputs.enumerated() {
            try Task.checkCancellation()
            try media.bring(output)
            progress(ActionProgress(stage: "files", fraction: Double(index + 1) / Double(outputs.count)))
        }
        let renderer = RendererProcess(environment: environment, host: environment.host, root: layout.temporaries)
        let stills = GalleryStills(
            layout: layout, renderer: renderer, width: max(1, environment.processorCount))
        let posters = try await self.stills(stills, of: subject, folder, &media, progress)
        let scripts = try captions(of: outputs, &media)
        let origins = try history.origins(of: Set(outputs.map(\.result)), at: subject.newest)
        let values = GalleryValues(
            media: media, stills: posters, scripts: scripts, origins: origins, campaigns: subject.campaigns)
        let files = GalleryFiles(
            subject.page(named: WorkspaceNames(root: self.folder.path).title ?? Paths.name(self.folder.path), values))
        try folder.publish(files)
        try folder.sweep(keeping: files, media: media.kept)
        layout.leaveTemporary()
        return report(subject, folder, media)
    }

    /// Stills of the videos that have no poster of their own, by the videos' digests.
    private func stills(
        _ stills: GalleryStills, of subject: GallerySubject, _ folder: GalleryFolder, _ media: inout GalleryMedia,
        _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> [Digest: String] {
        var addresses: [Digest: String] = [:]
        var orders: [GalleryStills.Order] = []
        for output in subject.videosWithoutPoster {
            guard let video = media[output], addresses[output.result.digest] == nil else { continue }
            let name = GalleryFiles.stillName(output.result.digest)
            addresses[output.result.digest] = folder.address(name)
            if try !folder.hasMedium(name) {
                orders.append(
                    GalleryStills.Order(
                        digest: output.result.digest, video: video.path,
                        atMilliseconds: GalleryStills.moment(ofVideoLasting: output.durationMilliseconds ?? 0),
                        target: folder.medium(name)))
            }
        }
        let outcome = try await stills.take(orders, progress: progress)
        for order in orders where !outcome.made.contains(order) { addresses[order.digest] = nil }
        for digest in addresses.keys { media.keep(GalleryFiles.stillName(digest)) }
        media.countStills(outcome.takenCount)
        media.report(outcome.problems)
        return addresses
    }

    /// Scripts with the text of captions.
    private func captions(of outputs: [RecordedOutput], _ media: inout GalleryMedia) throws -> [Digest: String] {
        // No captions of a video are longer; what claims to be is no text for people.
        let longest = 4 << 20
        var scripts: [Digest: String] = [:]
        for output in outputs where output.medium == .captions {
            let digest = output.result.digest
            guard scripts[digest] == nil, let place = media[output], output.record.output.bytes <= longest else {
                continue
            }
            let text = String(decoding: try Files.read(place.path, limit: longest), as: UTF8.self)
            scripts[digest] = try media.write(
                GalleryScript.captions(text, digest: digest.hexadecimal),
                named: GalleryFiles.name(digest, suffix: "captions.js"))
        }
        return scripts
    }

    private func report(
        _ subject: GallerySubject, _ folder: GalleryFolder, _ media: GalleryMedia
    ) -> GalleryReport {
        let missing = subject.outputs.filter { media[$0] == nil }
        let names = missing.map { PrintableText.sanitized("\($0.profile)/\($0.name)") }
        let told =
            names.isEmpty
            ? []
            : [
                Diagnostic(
                    "the bytes of \(Wording.count(names.count, "output")) are neither in out/ nor in the cache: "
                        + Wording.first(5, of: names) { "`\($0)`" },
                    hint: "run `aurora build` if they are of the workspace as it is: it makes them again",
                    severity: .warning)
            ]
        return GalleryReport(
            index: Paths.join(folder.path, GalleryFiles.indexName), entries: subject.entryCount,
            isComparison: subject.isComparison, counts: media.counts, missing: missing, problems: media.problems + told)
    }
}

extension WorkspaceHistory {
    /// The commits that first brought these results, of those up to `newest`, or to HEAD.
    func origins(
        of results: Set<RecordedOutput.Result>, at newest: CommitID?
    ) throws -> [RecordedOutput.Result: GalleryOutput.Commit] {
        guard let newest = try newest ?? head() else { return [:] }
        var origins: [RecordedOutput.Result: GalleryOutput.Commit] = [:]
        _ = try history.visitCommits(CommitRange(newest)) { commit in
            for change in commit.changes {
                guard let bytes = change.after, let output = RecordedOutput(path: change.path, bytes: bytes),
                    results.contains(output.result)
                else { continue }
                // The newest come first: an earlier one takes the place of a later one.
                origins[output.result] = GalleryOutput.Commit(
                    id: commit.id.short, time: commit.time.text, author: commit.author.name)
            }
            return .goOn
        }
        return origins
    }
}

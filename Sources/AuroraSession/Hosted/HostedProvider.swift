import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraHosted
import AuroraNet
import AuroraProvenance
import AuroraWorkspace

/// Makes videos with the hosted API, for money. What was paid for once is never paid for again: not after a crash, not by
/// another machine of the team, not for another scene that asks for the same.
struct HostedProvider: Provider {
    let desk: HostedDesk
    let spending: BuildSpending
    let prices: PriceTable
    let budget: Budget
    /// Absolute path of the workspace.
    let workspace: String
    let staging: Staging
    let inspector: MediaInspector
    /// What the record of an action says, if it has one.
    let record: @Sendable (Action) -> ProvenanceRecord?
    /// What records tell of this month's spending.
    let recordedSpending: @Sendable () throws -> [TaskID: (time: Int64, cost: Cost)]
    let campaign: @Sendable (Action) -> String?
    /// Remembers the result of an action that nobody asked for just now.
    let store: @Sendable (ActionResult, ActionKey) throws -> Void
    let variables: [String: String]
    let now: @Sendable () -> Int64

    func objections(to action: Action) -> [Diagnostic] {
        action.inputs.compactMap { named in
            let known = Self.mediaTypes[named.field] ?? [:]
            let suffix = String(named.input.suffix.dropFirst()).lowercased()
            // A sound of any other kind is sent as a WAVE file.
            guard case .file(let file) = named.input, named.field == "image", known[suffix] == nil else { return nil }
            let kinds = Wording.ticked(known.keys.sorted(), conjunction: "or")
            return Diagnostic(
                "the hosted API takes no `\(PrintableText.sanitized(file.path))` as `\(named.field)`", at: file.span,
                hint: "convert it: it has to end with \(kinds)")
        }
    }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        guard case .talkingHead(let work) = request.action.work, let image = request.inputs["image"],
            let audio = request.inputs["audio"]
        else { preconditionFailure("a request has all its inputs") }
        let generation = GenerationRequest(
            work, take: request.action.take, image: image.digest, audio: audio.digest)
        return try await staging.during { folder in
            do { return try await run(request, work, generation, folder, progress) } catch let error as PaidTaskError {
                throw HostedFailure(error, request.action, spending)
            } catch let error as UploadFailure {
                throw HostedFailure(error, request.action)
            } catch let error as JournalError {
                if case .overCap = error {
                    spending.countRefusal()
                    throw ApprovalError([error.diagnostic.at(request.action.span)])
                }
                throw DiagnosticsError([error.diagnostic.at(request.action.span)])
            }
        }
    }

    private func run(
        _ request: ProviderRequest, _ work: TalkingHead, _ generation: GenerationRequest, _ folder: String,
        _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> ProvidedFile {
        let tools = try desk.tools
        if let error = spending.stopped { throw PaidTaskError.stopped(error) }
        let image = try staging.copy("image", of: request, to: folder)
        let audio = try staging.copy("audio", of: request, to: folder)
        let milliseconds = try await length(of: audio, in: folder, request)
        let home = HostedDelivery(
            downloads: tools.downloads, contentStore: staging.contentStore, inspector: inspector, folder: folder,
            format: work.settings.format, soundMilliseconds: milliseconds, span: request.action.span)
        var firstAttempt = 0
        if let earlier = try earlier(generation.key, request.action, tools.journal) {
            do { return try await recover(earlier, generation, tools, home, progress) } catch let error as GoneResult {
                guard spending.regeneratesMissing else { throw error }
                firstAttempt = earlier.attempt + 1
            }
        }
        let uploads = HostedUploads(
            uploads: tools.uploads, book: tools.journal, account: tools.account.identity, now: { now() / 1_000_000 })
        let order = try order(request, work, generation, milliseconds)
        let delivery = Delivery(work.settings.hosted)
        let wish = PaidTasks.Wish(
            order: order, team: tools.account.team, caps: try caps(order, generation.key),
            maySpend: spending.cap(for: generation.key) != nil, firstAttempt: firstAttempt,
            prepare: { id in
                var delivery = delivery
                delivery.image = try await uploads.place(
                    Paths.join(folder, image), generation.image, Self.mediaType("image", image))
                let sound = try await self.sendable(audio, in: folder, request)
                delivery.audio = try await uploads.place(
                    Paths.join(folder, sound.name), sound.isSame ? generation.audio : sound.digest(in: folder),
                    Self.mediaType("audio", sound.name))
                return generation.task(id, delivery)
            },
            secrets: try secrets(of: work.settings.hosted),
            deliver: { job, result in try await home.bring(result, progress) },
            progress: { progress(ActionProgress($0)) })
        let job = try await tools.tasks.obtain(wish)
        guard let artifact = job.output else { preconditionFailure("a job that is done has a result") }
        return ProvidedFile(
            .store(artifact), media: try await home.facts(of: artifact),
            cost: job.charged ?? job.order.estimate, paid: PaidFacts(job), warnings: drift(job))
    }

    /// What was paid for already, by the journal or else by a record; `nil` if there is nothing, or something is under way.
    private func earlier(_ key: RequestKey, _ action: Action, _ journal: DiskJobJournal) throws -> EarlierResult? {
        let attempts = try journal.attempts(at: key, provider: ProviderChoice.hosted.name)
        let last = attempts.last { $0.state != .rejected && $0.state != .released }
        guard let last else { return record(action)?.paid(for: key) }
        guard last.state == .done, let artifact = last.output else { return nil }
        return EarlierResult(artifact: artifact, cost: last.charged ?? last.order.estimate, paid: PaidFacts(last))
    }

    /// Brings home once more what was paid for, if the service still has it. Costs nothing.
    private func recover(
        _ earlier: EarlierResult, _ generation: GenerationRequest, _ tools: HostedDesk.Tools, _ home: HostedDelivery,
        _ progress: @escaping @Sendable (ActionProgress) -> Void
    ) async throws -> ProvidedFile {
        progress(ActionProgress(stage: "fetching", fraction: nil))
        if try home.has(earlier.artifact) {
            do {
                return ProvidedFile(
                    .store(earlier.artifact), media: try await home.facts(of: earlier.artifact), cost: earlier.cost,
                    paid: earlier.paid)
            } catch is CacheError {}  // What is stored is damaged, and was put aside: it is fetched again.
        }
        let gone = GoneResult(span: home.span, price: prices[generation.model], milliseconds: home.soundMilliseconds)
        guard let id = TaskID(earlier.paid.task) else { throw gone }
        let result: Generation
        switch try await tools.tasks.pastResult(of: id) {
        case .found(let found): result = found
        case .gone: throw gone
        // A service that cannot be asked may have it all the same: that is no reason to pay again.
        case .unclear(let reason): throw Undelivered(reason: reason, span: home.span)
        }
        let artifact: Artifact
        do { artifact = try await home.bring(result, progress) } catch is DeliveryGone { throw gone }
        guard artifact.digest == earlier.artifact.digest else {
            throw DiagnosticsError([
                Diagnostic(
                    "the service now has another video for task \(earlier.paid.task) than the one that is recorded",
                    at: home.span, hint: "build with `--regenerate-missing` to pay for a new one")
            ])
        }
        let media = try await home.facts(of: artifact)
        return ProvidedFile(.store(artifact), media: media, cost: earlier.cost, paid: earlier.paid)
    }

    private func order(
        _ request: ProviderRequest, _ work: TalkingHead, _ generation: GenerationRequest, _ milliseconds: Int
    ) throws -> JobOrder {
        guard let price = prices[generation.model] else {
            throw DiagnosticsError([
                Diagnostic(
                    "there is no price for `\(generation.model)`", at: request.action.span,
                    hint: "state it in your own configuration: `providers: {runware: {prices: {…}}}`")
            ])
        }
        return JobOrder(
            provider: work.provider.name, request: generation.key, action: request.key, workspace: workspace,
            name: request.action.name, scene: request.action.scene.text, campaign: campaign(request.action),
            build: spending.build, model: generation.model, milliseconds: milliseconds,
            estimate: price.estimate(milliseconds: milliseconds),
            reservation: price.reservation(milliseconds: milliseconds))
    }

    private func caps(_ order: JobOrder, _ key: RequestKey) throws -> [SpendingCap] {
        let approved = spending.cap(for: key).map { [$0] } ?? []
        guard !approved.isEmpty else { return [] }
        let needsRecords = budget.day != nil || budget.month != nil
        return approved
            + budget.caps(
                build: spending.build, scene: order.scene, campaign: order.campaign,
                now: UTCTime(milliseconds: now() / 1_000_000), recorded: needsRecords ? try recordedSpending() : [:])
    }

    /// The length of the sound as it is decoded: a header may lie.
    private func length(of audio: String, in folder: String, _ request: ProviderRequest) async throws -> Int {
        let span = request.action.inputs.first { $0.field == "audio" }?.input.span
        guard let milliseconds = try await inspector.soundLength(of: audio, in: folder), milliseconds > 0 else {
            throw DiagnosticsError([
                Diagnostic(
                    "the sound cannot be measured, so there is no telling what its video costs", at: span,
                    hint: "convert it with another program, and use that file")
            ])
        }
        guard milliseconds <= Self.longestSound else {
            throw DiagnosticsError([
                Diagnostic(
                    "the sound is longer than the five minutes that the hosted API takes", at: span,
                    hint: "cut it into several scenes")
            ])
        }
        return milliseconds
    }

    /// A sound that is sent: as it is, or written anew.
    private struct OutgoingSound {
        let name: String
        let isSame: Bool

        func digest(in folder: String) throws -> Digest { try Files.digest(Paths.join(folder, name)) }
    }

    /// The sound in a form that the service takes.
    private func sendable(_ audio: String, in folder: String, _ request: ProviderRequest) async throws -> OutgoingSound
    {
        let suffix = audio.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if Self.mediaTypes["audio"]?[suffix] != nil { return OutgoingSound(name: audio, isSame: true) }
        let wave = "sent.wav"
        if try await inspector.writeWave(audio, as: wave, in: folder) {
            return OutgoingSound(name: wave, isSame: false)
        }
        throw DiagnosticsError([
            Diagnostic(
                "the sound cannot be converted for the service",
                at: request.action.inputs.first { $0.field == "audio" }?.input.span,
                hint: "convert it to WAV with another program, and use that file")
        ])
    }

    /// Milliseconds, as the maker of the models states it.
    private static let longestSound = 300_000

    private func secrets(of settings: HostedSettings) throws -> [OutgoingTask.SecretMember] {
        var members: [OutgoingTask.SecretMember] = []
        for (name, stated) in [("webhookURL", settings.webhookURL), ("uploadEndpoint", settings.uploadEndpoint)] {
            if let stated { members.append(.init(name, try stated.secret(variables))) }
        }
        return members
    }

    /// Says so if something cost more than was put aside for it; nothing more is paid in this build then.
    private func drift(_ job: Job) -> [Diagnostic] {
        guard let told = job.generation?.cost else {
            return [
                Diagnostic(
                    "the service does not say what `\(job.order.name)` cost; \(job.order.estimate) is assumed",
                    severity: .warning)
            ]
        }
        guard told != job.order.estimate else { return [] }
        if told > job.order.reservation {
            spending.stop(ServiceError(code: "", message: "it charges more than its price", status: 200))
        }
        return [
            Diagnostic(
                "`\(job.order.name)` cost \(told), and \(job.order.estimate) were expected",
                hint: told > job.order.reservation
                    ? "nothing more is sent in this build; correct the price in your own configuration if it has changed"
                    : nil, severity: .warning)
        ]
    }

    private static let mediaTypes = [
        "image": ["png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"],
        "audio": ["mp3": "audio/mpeg", "wav": "audio/wav"],
    ]

    private static func mediaType(_ field: String, _ name: String) -> String {
        let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return mediaTypes[field]?[suffix] ?? "application/octet-stream"
    }
}

extension Delivery {
    /// As settings say, without inputs yet.
    fileprivate init(_ settings: HostedSettings) {
        self.init(
            image: "", audio: "", ttl: settings.ttl?.value ?? Self.defaultTTL,
            includesCost: settings.includesCost?.value ?? true)
    }
}

extension ActionProgress {
    fileprivate init(_ progress: PaidProgress) {
        switch progress {
        case .preparing: self.init(stage: "uploading", fraction: nil)
        case .sending: self.init(stage: "sending", fraction: nil)
        case .waiting(let fraction): self.init(stage: "waiting", fraction: fraction)
        case .fetching: self.init(stage: "fetching", fraction: nil)
        }
    }
}

extension Diagnostic {
    fileprivate func at(_ span: SourceSpan) -> Diagnostic {
        Diagnostic(problem, at: self.span ?? span, notes: notes, hint: hint, severity: severity)
    }
}

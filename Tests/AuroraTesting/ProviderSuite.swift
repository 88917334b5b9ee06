package import AuroraBuild
package import AuroraCache
package import AuroraCore
import AuroraFiles
package import AuroraGraph
import AuroraWorkspace
import Synchronization
import Testing

/// What every provider has to do. A provider's own tests run this and add what is special about it.
package struct ProviderSuite: Sendable {
    /// What the suite has to know of a provider's surroundings.
    package struct Stage: Sendable {
        /// Work that takes a moment. Those of its inputs that are files are different ones below `inputs`.
        package var request: ProviderRequest
        /// Work that takes many minutes, told as begun before long.
        package var longRequest: ProviderRequest
        /// Something that the provider cannot do; `nil` if it can do all.
        package var impossible: Action?
        /// The folder that the paths of a request are relative to.
        package var inputs: String
        /// A folder below which lies everything that the provider writes.
        package var work: String
        /// Whether what is said of a talking head has its size and length.
        package var tellsMedia = true
        /// Does something while an entry of the content store is damaged; needed if an input is stored.
        package var whileDamaged: (@Sendable (Digest, _ body: () async throws -> Void) async throws -> Void)?
        /// Where a provider that gives no file has its videos.
        package var contentStore: (any ContentStore)?
        /// Whether the same request always gives the same bytes.
        package var isDeterministic = true
        /// How long a provider may take to stop. The processors may be busy, so this tells stopping from going on to the
        /// end of the long work, and not how quickly it stops.
        package var patience = Patience.limit

        package init(request: ProviderRequest, longRequest: ProviderRequest, inputs: String, work: String) {
            self.request = request
            self.longRequest = longRequest
            self.inputs = inputs
            self.work = work
        }
    }

    private let provider: any Provider
    private let stage: Stage

    package init(_ provider: any Provider, _ stage: Stage) {
        self.provider = provider
        self.stage = stage
    }

    package func run() async throws {
        try namesWhatItCannotDo()
        let first = try await makesAVideo()
        if stage.isDeterministic { try await makesTheSameAgain(first) }
        for file in stage.request.action.inputs.compactMap(\.input.file) { try await refusesOtherBytes(of: file.path) }
        for case .stored(let artifact, _, _) in stage.request.inputs.values {
            try await refusesDamagedBytes(artifact.digest)
        }
        try await stopsSoon()
    }

    private func namesWhatItCannotDo() throws {
        #expect(provider.objections(to: stage.request.action).isEmpty)
        guard let impossible = stage.impossible else { return }
        let objections = provider.objections(to: impossible)
        #expect(!objections.isEmpty, "what cannot be done is said before anything is run")
        for objection in objections {
            #expect(objection.severity == .error)
            #expect(objection.span?.file == impossible.span.file, "at the place where the user asked for it")
            #expect(objection.hint != nil)
        }
    }

    /// Returns the bytes of the video.
    private func makesAVideo() async throws -> [UInt8] {
        let log = Mutex<[ActionProgress]>([])
        let video = try await provider.run(stage.request) { step in log.withLock { $0.append(step) } }
        let bytes = try bytes(of: video)
        #expect(!bytes.isEmpty)
        #expect(video.cost >= .zero)
        if case .talkingHead(let work) = stage.request.action.work, stage.tellsMedia {
            check(try #require(video.media), work.settings)
        }
        check(log.withLock { $0 })
        try takeAway(video)
        return bytes
    }

    private func makesTheSameAgain(_ first: [UInt8]) async throws {
        let again = try await provider.run(stage.request) { _ in }
        #expect(try bytes(of: again) == first, "the same request gives the same bytes")
        try takeAway(again)
    }

    private func bytes(of video: ProvidedFile) throws -> [UInt8] {
        switch video.place {
        case .file(let path):
            let facts = try #require(try FileFacts.of(path), "the video is there")
            #expect(facts.kind == .regular)
            return try Files.read(path)
        case .store(let artifact):
            let store = try #require(stage.contentStore, "what is in a store can be read there")
            let path = Paths.join(stage.work, "taken-out")
            try store.materialize(artifact.digest, at: path)
            let bytes = try Files.read(path)
            try Files.remove(path)
            return bytes
        }
    }

    /// The file belongs to the caller, who moves it away. What is in a store stays there.
    private func takeAway(_ video: ProvidedFile) throws {
        guard let path = video.path else { return }
        let elsewhere = Paths.join(Paths.parent(path) ?? "/", "taken-away")
        try Files.rename(path, to: elsewhere)
        try Files.remove(elsewhere)
    }

    private func check(_ media: MediaFacts, _ settings: Settings) {
        #expect(min(media.width, media.height) == settings.size.shortSide)
        #expect(media.width % 2 == 0 && media.height % 2 == 0, "encoders need even sizes")
        #expect(media.framesPerSecond == settings.framesPerSecond)
        #expect((1...600_000).contains(media.durationMilliseconds))
        #expect(!media.videoCodec.isEmpty && !media.audioCodec.isEmpty)
    }

    private func check(_ steps: [ActionProgress]) {
        #expect(!steps.isEmpty, "people want to see that something happens")
        #expect(steps.allSatisfy { !$0.stage.isEmpty })
        let fractions = steps.compactMap(\.fraction)
        #expect(fractions.allSatisfy { (0...1).contains($0) }, "\(fractions)")
        #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 <= $1 }, "\(fractions)")
    }

    /// A provider runs on the bytes that went into the key, or not at all.
    private func refusesOtherBytes(of input: String) async throws {
        let path = Paths.join(stage.inputs, input)
        let original = try Files.read(path)
        try Files.write(original + [0], to: path)
        defer { #expect(throws: Never.self) { try Files.write(original, to: path) } }
        let before = try files()
        let span = stage.request.action.inputs.first { $0.input.file?.path == input }?.input.span
        await #expect("what was not hashed is refused") {
            let video = try await provider.run(stage.request) { _ in }
            Issue.record("made \(video.place) from other bytes than those of the key")
        } throws: { error in
            let diagnostics = (error as? any DiagnosticConvertible)?.diagnostics ?? []
            return !diagnostics.isEmpty && diagnostics.allSatisfy { $0.span == span }
        }
        #expect(try files().isSubset(of: before), "a refusal leaves no file")
    }

    /// The store's own error tells who asked that the input has to be made again.
    private func refusesDamagedBytes(_ digest: Digest) async throws {
        let whileDamaged = try #require(stage.whileDamaged, "a stored input can be damaged")
        let before = try files()
        try await whileDamaged(digest) {
            await #expect("what is damaged is refused") {
                let made = try await provider.run(stage.request) { _ in }
                Issue.record("made \(made.place) from damaged bytes")
            } throws: { error in
                if case .corrupt(digest, _) = error as? CacheError { true } else { false }
            }
        }
        #expect(try files().isSubset(of: before), "a refusal leaves no file")
    }

    private func stopsSoon() async throws {
        let before = try files()
        let (begun, signal) = AsyncStream.makeStream(of: Void.self)
        let work = Task { try await provider.run(stage.longRequest) { _ in signal.yield() } }
        for await _ in begun { break }
        let clock = ContinuousClock()
        let moment = clock.now
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(moment.duration(to: clock.now) < stage.patience, "an interrupted provider stops soon")
        #expect(try files().isSubset(of: before), "an interrupted run leaves no file")
    }

    /// Every file below the folder that the provider writes to.
    private func files() throws -> Set<String> {
        var found: Set<String> = []
        var pending = [stage.work]
        while let directory = pending.popLast() {
            for name in try Files.names(in: directory) {
                let path = Paths.join(directory, name)
                guard let facts = try FileFacts.of(path) else { continue }
                if facts.kind == .directory { pending.append(path) } else { found.insert(path) }
            }
        }
        return found
    }
}

import AuroraBuild
import AuroraCore
import AuroraGraph
import AuroraNet
import AuroraWorkspace
import RenderProtocol

/// Which provider runs which action, and what its version is: the one table of them.
extension Session {
    /// What runs each kind of action, as keys name it.
    var engines: Engines {
        let programs = workspace.programs
        let fonts = fonts
        let speaks = workspace.scenes.contains { if case .speech = $0.audio { true } else { false } }
        return Engines(
            talkingHead: { choice, settings in
                switch choice {
                case .embedded:
                    ProviderIdentity(name: choice.name, model: EngineVersion.model, engine: EngineVersion.current)
                case .command(let name):
                    ProviderIdentity(name: name, model: "command", engine: programs[name]?.version ?? "")
                case .hosted:
                    // What the service runs under a model's name is its own affair.
                    ProviderIdentity(
                        name: choice.name, model: settings.hosted.model?.value ?? HostedTask.model, engine: "")
                }
            },
            program: { programs[$0.name] },
            // Asking the program takes a moment, which workspaces without speech need not spend.
            speech: ProviderIdentity(
                name: "speech", model: Synthesizer.program, engine: speaks ? synthesizer.version : ""),
            fetch: ProviderIdentity(name: "fetch", model: "", engine: ""),
            poster: ProviderIdentity(name: "embedded", model: "aurora-still", engine: EngineVersion.still),
            sheet: ProviderIdentity(name: "embedded", model: "aurora-sheet", engine: EngineVersion.sheet),
            preview: ProviderIdentity(name: "embedded", model: "aurora-preview", engine: EngineVersion.preview),
            variant: ProviderIdentity(name: "embedded", model: "aurora-container", engine: EngineVersion.container),
            shapedVariant: { drawn in
                ProviderIdentity(
                    name: "embedded", model: "aurora-variant",
                    engine: fonts.engine(EngineVersion.variant, drawing: drawn.text, language: drawn.language))
            },
            alignment: ProviderIdentity(
                name: "embedded", model: "aurora-alignment",
                engine: "\(EngineVersion.alignment)-\(EngineVersion.engineFiles)"),
            captions: ProviderIdentity(
                name: "embedded", model: CaptionsProvider.model, engine: CaptionsProvider.engine),
            reel: { drawn in
                ProviderIdentity(
                    name: "embedded", model: "aurora-reel",
                    engine: fonts.engine(EngineVersion.reel, drawing: drawn.text, language: drawn.language))
            })
    }

    /// The provider of an action. `hosted` makes what is paid for, in a build that may pay.
    func provider(of action: Action, hosted: HostedProvider? = nil) -> any Provider {
        switch action.work {
        case .talkingHead(let work):
            if let program = work.program {
                return CommandProvider(program: program, runner: commands, staging: staging)
            }
            if work.isHosted { return hosted ?? self.hosted(BuildSpending(build: "")) }
            return embedded
        case .fetch: return fetching
        case .speech: return SpeechProvider(synthesizer: synthesizer, commands: commands, staging: staging)
        case .captions: return CaptionsProvider(staging: staging)
        case .alignment, .poster, .sheet, .preview, .variant, .reel:
            return DerivedProvider(renderer: renderer, staging: staging)
        }
    }

    /// Why nothing of a plan can be made that needs the renderer, if anything does: there is none, or it has nothing to
    /// check content with that is to be checked.
    func rendererObjections(to plan: Plan) async throws -> [Diagnostic] {
        let actions = plan.steps.filter { $0.state.willRun || $0.state.mayRun }.map(\.action)
        let needsRenderer = actions.contains { action in
            switch action.work {
            // What comes from elsewhere is looked into before it counts.
            case .talkingHead(let work): work.program == nil
            case .alignment, .poster, .sheet, .preview, .variant, .reel: true
            case .fetch, .speech, .captions: false
            }
        }
        guard needsRenderer else { return [] }
        do throws(RendererError) { _ = try renderer.locate() } catch { return error.diagnostics }
        return try await safetyObjections(to: actions)
    }

    private func safetyObjections(to actions: [Action]) async throws -> [Diagnostic] {
        let checked = actions.filter { action in
            guard case .talkingHead(let work) = action.work else { return false }
            return work.program == nil && !work.isHosted && work.settings.safety != .none
        }
        guard !checked.isEmpty, let problem = try await renderer.report().safety.problem else { return [] }
        return checked.map { Diagnostic(problem.text, at: $0.safetySpan, hint: problem.hint) }.uniqued()
    }

    var embedded: EmbeddedProvider {
        EmbeddedProvider(renderer: renderer, staging: staging)
    }

    var fetching: FetchProvider {
        var rules = FetchRules()
        rules.allowedHosts = workspace.configuration.fetchHosts
        rules.certificates = workspace.configuration.fetchCertificates
        return FetchProvider(
            downloader: CurlDownloader(rules), staging: staging, notes: FetchNotes(layout: layout))
    }

    var staging: Staging { Staging(folder: folder, layout: layout, contentStore: contentStore) }
}

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
        return Engines(
            talkingHead: { choice in
                switch choice {
                case .embedded:
                    ProviderIdentity(name: choice.name, model: EngineVersion.model, engine: EngineVersion.current)
                case .command(let name):
                    ProviderIdentity(name: name, model: "command", engine: programs[name]?.version ?? "")
                case .hosted: ProviderIdentity(name: choice.name, model: "", engine: "")
                }
            },
            program: { programs[$0.name] },
            speech: ProviderIdentity(name: "speech", model: "", engine: ""),
            fetch: ProviderIdentity(name: "fetch", model: "", engine: ""),
            poster: ProviderIdentity(name: "embedded", model: "", engine: ""),
            variant: ProviderIdentity(name: "embedded", model: "", engine: ""))
    }

    /// The provider of an action.
    func provider(of action: Action) -> any Provider {
        switch action.work {
        case .talkingHead(let work):
            if let program = work.program {
                return CommandProvider(program: program, runner: commands, staging: staging)
            }
            precondition(work.provider.name == ProviderChoice.embedded.name, "the loader refuses other providers")
            return embedded
        case .fetch: return fetching
        case .speech, .poster, .variant:
            preconditionFailure("the loader refuses what no provider of this version makes")
        }
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

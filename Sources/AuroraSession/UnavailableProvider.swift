import AuroraBuild
import AuroraCore
import AuroraGraph

/// Stands for a provider that a workspace may name but this version cannot run.
struct UnavailableProvider: Provider {
    func objections(to action: Action) -> [Diagnostic] {
        [
            Diagnostic(
                "provider `\(action.work.provider.name)` cannot be used in this version", at: action.span,
                hint: "build with a profile whose provider is `embedded`")
        ]
    }

    func estimate(_ action: Action) -> Cost { .zero }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedVideo
    { throw DiagnosticsError(objections(to: request.action)) }
}

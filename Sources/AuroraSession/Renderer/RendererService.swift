package import AuroraCore
import AuroraFiles
package import RenderProtocol

/// The renderer as a service: requests are carried out by the host that stays open, in folders below `root`.
package struct RendererService: Sendable {
    private let process: RendererProcess

    /// `root` is the absolute path of the folder below which all requests have theirs.
    package init(_ environment: SessionEnvironment, root: String) {
        process = RendererProcess(environment: environment, host: environment.host, root: root)
    }

    /// Why there is no renderer to start; `nil` if there is one.
    package var problem: Diagnostic? {
        do throws(RendererError) { _ = try process.locate() } catch { return error.diagnostics.first }
        return nil
    }

    /// Carries out a request in a folder below the root, to which its paths are relative. Throws `DiagnosticConvertible`
    /// errors, or `CancellationError` once the request has been stopped.
    package func run(
        _ task: RenderTask, in folder: String, progress: @escaping @Sendable (RenderProgress) -> Void = { _ in }
    ) async throws -> RenderResponse {
        try await process.run(task, in: folder, progress: progress)
    }
}

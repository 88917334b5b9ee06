import AuroraFiles
import Subprocess
import SystemPackage

extension RendererProcess {
    /// What the renderer says of itself, its libraries and its models. Throws `RendererError` if it cannot be asked.
    func report() async throws -> RendererReport {
        let program = try locate()
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["--check"], environment: .custom(variables), input: .none,
                output: .string(limit: 1 << 16), error: .discarded)
            return RendererReport(ended.standardOutput.split(separator: "\n").map(String.init))
        } catch let error as SubprocessError {
            throw RendererError.notStarted(program, reason: "\(error)")
        }
    }
}

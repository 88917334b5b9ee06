import AuroraFiles
import Subprocess
import SystemPackage

extension RendererProcess {
    /// What the renderer says of itself, its libraries and its models: its version, then a line each that begins with
    /// `ok` or is the problem. Throws `RendererError` if it cannot be asked.
    func check() async throws -> [String] {
        let program = try locate()
        do {
            let ended = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["--check"], environment: .custom(variables), input: .none,
                output: .string(limit: 1 << 16), error: .discarded)
            return ended.standardOutput.split(separator: "\n").map(String.init)
        } catch let error as SubprocessError {
            throw RendererError.notStarted(program, reason: "\(error)")
        }
    }
}

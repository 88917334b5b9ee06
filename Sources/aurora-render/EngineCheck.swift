import RenderInference
import RenderProtocol

/// Says whether every library and model is there, and the one that this version needs: a line each, `ok PATH`, or the
/// problem. The first line names the version, the last what is closed to the process: `confined:`, then limits, and what
/// it tried in vain.
struct EngineCheck {
    /// Returns the exit status: 0 if all is well.
    func run() -> Int32 {
        Confinement().apply()
        StandardOutput.write("aurora-render \(EngineVersion.current)\n")
        defer { StandardOutput.write("confined: \(Confinement.closed.joined(separator: ", "))\n") }
        do {
            let folder = try EngineFolder.locate()
            let problems = EngineFile.allCases.compactMap { check($0, in: folder) }
            return problems.isEmpty ? 0 : 1
        } catch {
            StandardOutput.write("\((error as? InferenceError)?.problem ?? "\(error)")\n")
            return 1
        }
    }

    /// Writes a line; the problem if there is one.
    private func check(_ file: EngineFile, in folder: EngineFolder) -> String? {
        do throws(InferenceError) {
            try folder.verify(file)
            StandardOutput.write("ok \(file.path)\n")
            return nil
        } catch {
            StandardOutput.write("\(error.problem)\n")
            return error.problem
        }
    }
}

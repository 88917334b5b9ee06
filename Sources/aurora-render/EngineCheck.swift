import RenderInference
import RenderProtocol

/// Says whether every library and model is there, and the one that this version needs: a line each, `ok PATH`, or the
/// problem. The first line names the version, the last but one what there is of the safety check: `safety:`, then `ok`,
/// `missing` or the problem; the last what is closed to the process: `confined:`, then limits, and what it tried in vain.
struct EngineCheck {
    /// Returns the exit status: 0 if all is well.
    func run() -> Int32 {
        Confinement().apply()
        StandardOutput.write("aurora-render \(EngineVersion.current)\n")
        defer { StandardOutput.write("confined: \(Confinement.closed.joined(separator: ", "))\n") }
        do {
            let folder = try EngineFolder.locate()
            let problems = EngineComponent.engine.files.compactMap { check($0, in: folder) }
            StandardOutput.write("safety: \(Self.safety(in: folder))\n")
            return problems.isEmpty ? 0 : 1
        } catch {
            StandardOutput.write("\((error as? InferenceError)?.problem ?? "\(error)")\n")
            return 1
        }
    }

    /// How the optional part stands. That it is not there is no problem.
    private static func safety(in folder: EngineFolder) -> String {
        guard folder.hasAny(of: .safety) else { return "missing" }
        do throws(InferenceError) {
            for file in EngineComponent.safety.files { try folder.verify(file) }
            return "ok"
        } catch {
            return error.problem
        }
    }

    /// Writes a line; returns the problem if there is one.
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

import AuroraCore
import AuroraFiles
import AuroraHosted

/// The inputs of a task as files: those that URLs name are fetched.
struct TaskInputs: Sendable {
    let folder: ServeFolder
    let intake: Intake
    let calls: any OutgoingCalls
    let settings: ServeSettings

    /// The absolute path of an input. Throws `ServiceProblem`.
    func file(_ input: MediaInput, _ field: String, in name: String) async throws -> String {
        let parameter = "inputs.\(field)"
        let family: Set<MediaKind.Family> = field == "image" ? [.image] : [.audio]
        switch input {
        case .staged(let place): return Paths.join(folder.inputs, place)
        case .url(let url):
            let path = Paths.join(folder.inputs, "\(name)/\(field)-\(TaskID.random().text)")
            do throws(CallFailure) {
                try await calls.fetch(url, to: path, maximumBytes: settings.maximumMediaBytes)
            } catch { throw ServiceProblem.notTransferred(parameter, error.words) }
            do { return try await intake.name(path, family).path } catch let unfit as Intake.Unfit {
                throw ServiceProblem.notTransferred(parameter, unfit.words(family))
            }
        case .inline, .media, .path, .malformed: preconditionFailure("inputs are staged before a task is taken")
        }
    }
}

import AuroraCore
import AuroraFiles
import AuroraHosted

/// Brings the inputs of a task into a folder of its own before it is accepted: what is rendered later is what was sent, whatever
/// becomes of an upload meanwhile. URLs are fetched when the task is carried out.
struct InputStaging: Sendable {
    let folder: ServeFolder
    let store: ServeStore
    let intake: Intake
    let calls: any OutgoingCalls
    let settings: ServeSettings
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    /// A task with its inputs in place, and what they are in its fingerprint.
    struct Staged {
        var task: VideoTask
        var inputs: String
        /// Of what is in place.
        var bytes: Int64
    }

    /// Throws the problems of both inputs, in `StagingProblems`.
    func stage(_ task: VideoTask, for caller: Caller) async throws -> Staged {
        var task = task
        task.folder = TaskID.random().text
        let path = Paths.join(folder.inputs, task.folder)
        try Files.createDirectories(path)
        var problems: [ServiceProblem] = []
        var digests: [String] = []
        var bytes: Int64 = 0
        for (field, keyPath) in [("image", \VideoTask.image), ("audio", \VideoTask.audio)] {
            do throws(ServiceProblem) {
                let placed = try await place(task[keyPath: keyPath], field, in: path, task.folder, caller)
                task[keyPath: keyPath] = placed.input
                digests.append(placed.digest)
                bytes += placed.bytes
            } catch { problems.append(error) }
        }
        guard problems.isEmpty else {
            try Files.removeTree(path)
            throw StagingProblems(problems: problems)
        }
        return Staged(task: task, inputs: digests.joined(separator: " "), bytes: bytes)
    }

    private func place(
        _ input: MediaInput, _ field: String, in path: String, _ name: String, _ caller: Caller
    ) async throws(ServiceProblem) -> (input: MediaInput, digest: String, bytes: Int64) {
        let parameter = "inputs.\(field)"
        let family: Set<MediaKind.Family> = field == "image" ? [.image] : [.audio]
        if case .url(let url) = input, caller.upload(url) == nil {
            if let reason = calls.objection(to: url) { throw .notTransferred(parameter, reason) }
            return (.url(url), Digest(hashing: url).hexadecimal, 0)
        }
        let staged = try await take(input, to: Paths.join(path, field), family, parameter, caller)
        return (.staged("\(name)/\(Paths.name(staged.path))"), staged.digest.hexadecimal, staged.bytes)
    }

    /// Takes in whatever is not fetched later.
    private func take(
        _ input: MediaInput, to path: String, _ family: Set<MediaKind.Family>, _ parameter: String, _ caller: Caller
    ) async throws(ServiceProblem) -> StagedFile {
        do {
            switch input {
            case .inline(let base64):
                return try await intake.write(
                    base64, to: path, family, maximumBytes: settings.maximumMediaBytes)
            case .path(let source) where settings.allowsLocalPaths:
                return try await intake.copy(source, to: path, family, maximumBytes: settings.maximumMediaBytes)
            case .media(let uuid):
                return try await copyUpload(uuid, to: path, family, parameter, caller)
            case .url(let url):
                return try await copyUpload(caller.upload(url) ?? "", to: path, family, parameter, caller)
            case .path:
                throw ServiceProblem.invalid(
                    parameter, type: "string", expected: "a URL, a UUID, a data URI or base64, and no path of a file")
            case .malformed, .staged:
                throw ServiceProblem.invalid(
                    parameter, type: "string", expected: "a data URI in base64: data:TYPE;base64,…")
            }
        } catch let problem as ServiceProblem {
            throw problem
        } catch let unfit as Intake.Unfit {
            throw .invalid(
                parameter, type: "string", expected: "a picture or sound that can be used: \(unfit.words(family))")
        } catch let error as FileError where error.isMissing {
            throw .notTransferred(parameter, "there is no such file")
        } catch { throw .internalError }
    }

    private func copyUpload(
        _ uuid: String, to path: String, _ family: Set<MediaKind.Family>, _ parameter: String, _ caller: Caller
    ) async throws -> StagedFile {
        guard let upload = try await store.upload(uuid), upload.account == caller.account else {
            throw ServiceProblem.notTransferred(parameter, "there is no upload of this name")
        }
        try await store.use(uuid, at: now())
        return try await intake.copy(
            Paths.join(folder.media, upload.name), to: path, family, maximumBytes: settings.maximumMediaBytes)
    }
}

/// What is wrong with the inputs of a task.
struct StagingProblems: Error {
    let problems: [ServiceProblem]
}

/// Who asks, and how.
package struct Caller: Sendable {
    package let account: String
    /// What the server is called by this client: `http://127.0.0.1:7860`.
    package let origin: String
    /// Whether only the price is asked for.
    package let isDryRun: Bool
    /// The connection's session, if it has one.
    package let session: String?

    package init(account: String, origin: String, isDryRun: Bool = false, session: String? = nil) {
        self.account = account
        self.origin = origin
        self.isDryRun = isDryRun
        self.session = session
    }

    /// The name of an upload at this server that a URL means; `nil` for any other URL.
    func upload(_ url: String) -> String? {
        let prefix = origin + "/media/"
        guard url.lowercased().hasPrefix(prefix.lowercased()) else { return nil }
        let name = url.dropFirst(prefix.count).prefix { $0 != "." && $0 != "?" && $0 != "#" }.lowercased()
        return FieldCheck.isIdentifier(name) ? name : nil
    }

    func mediaURL(_ name: String) -> String { "\(origin)/media/\(name)" }
}

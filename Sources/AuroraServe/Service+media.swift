import AuroraCore
import AuroraFiles
import AuroraHosted

/// Uploads, and what an account is told of itself.
extension Service {
    /// `mediaStorage` (upload, delete) and `imageUpload`.
    func media(_ task: JSONValue, for caller: Caller) async throws -> ServiceAnswer {
        let id = try identifier(task)
        if task["taskType"]?.text == "imageUpload" {
            let upload = try await take(task, "image", [.image], caller)
            return ServiceAnswer(items: [
                .object([
                    "taskType": .text("imageUpload"), "taskUUID": .text(id), "imageUUID": .text(upload.uuid),
                    "imageURL": .text(caller.mediaURL(upload.name)),
                ])
            ])
        }
        var item: [String: JSONValue] = [
            "taskType": .text("mediaStorage"), "taskUUID": .text(id), "operation": task["operation"] ?? .null,
        ]
        switch task["operation"]?.text {
        case "upload":
            let upload = try await take(task, "media", [.image, .audio, .video], caller)
            item["mediaUUID"] = .text(upload.uuid)
            item["mediaURL"] = .text(caller.mediaURL(upload.name))
        case "delete":
            item["mediaUUID"] = .text(try await delete(task, caller))
        default:
            var problem = ServiceProblem.invalid("operation", type: "string", expected: "one of upload, delete")
            problem.allowedValues = ["upload", "delete"]
            throw problem
        }
        return ServiceAnswer(items: [.object(item)])
    }

    private func take(
        _ task: JSONValue, _ parameter: String, _ family: Set<MediaKind.Family>, _ caller: Caller
    ) async throws -> StoredUpload {
        guard let value = task[parameter], value != .null else {
            throw ServiceProblem.missing(parameter, type: "string")
        }
        guard let text = value.text, !text.isEmpty else {
            throw ServiceProblem.invalid(parameter, type: "string", expected: "a URL, a data URI or base64")
        }
        let uuid = TaskID.random().text
        let path = Paths.join(folder.work, uuid)
        let staged: StagedFile
        do {
            switch MediaInput(text) {
            case .inline(let base64):
                staged = try await intake.write(
                    base64, to: path, family, maximumBytes: settings.maximumMediaBytes)
            case .url(let url):
                do throws(CallFailure) {
                    try await calls.fetch(url, to: path, maximumBytes: settings.maximumMediaBytes)
                } catch { throw ServiceProblem.notTransferred(parameter, error.words) }
                staged = try await intake.name(path, family)
            case .path(let source) where settings.allowsLocalPaths:
                staged = try await intake.copy(source, to: path, family, maximumBytes: settings.maximumMediaBytes)
            case .media, .path, .malformed, .staged:
                throw ServiceProblem.invalid(parameter, type: "string", expected: "a URL, a data URI or base64")
            }
        } catch let unfit as Intake.Unfit {
            throw ServiceProblem.invalid(
                parameter, type: "string", expected: "a file that can be stored: \(unfit.words(family))")
        }
        let upload = StoredUpload(
            uuid: uuid, account: caller.account, suffix: staged.kind.suffix, bytes: staged.bytes, used: now())
        try Files.publish(staged.path, at: Paths.join(folder.media, upload.name))
        guard try await store.add(upload, within: settings.quotas) else {
            try Files.remove(Paths.join(folder.media, upload.name))
            throw ServiceProblem.noRoom(settings.quotas.accountBytes)
        }
        return upload
    }

    /// Removes an upload of this account; returns its name.
    private func delete(_ task: JSONValue, _ caller: Caller) async throws -> String {
        guard let value = task["media"], value != .null else { throw ServiceProblem.missing("media", type: "string") }
        let name = value.text.flatMap { caller.upload($0) } ?? value.text?.lowercased()
        guard FieldCheck.isIdentifier(name), let name else {
            throw ServiceProblem.invalid("media", type: "string", expected: "the UUID of an upload")
        }
        guard let upload = try await store.upload(name), upload.account == caller.account else {
            throw ServiceProblem(
                "mediaNotFound", "There is no upload with this UUID.", parameter: "media", type: "string", status: 404)
        }
        try await store.removeUpload(name)
        try Files.remove(Paths.join(folder.media, upload.name))
        return name
    }

    /// A UUID of a digest's first bits.
    private static func identifier(_ digest: Digest) -> String {
        let digits = Array(digest.hexadecimal)
        let groups = [digits[0..<8], digits[8..<12], ["4"] + digits[12..<15], ["8"] + digits[15..<18], digits[18..<30]]
        return groups.map { String($0) }.joined(separator: "-")
    }

    /// `accountManagement`: what this account has had made. Nothing is paid here: costs are what the hosted service would take.
    func accountDetails(_ task: JSONValue, for caller: Caller) async throws -> ServiceAnswer {
        let id = try identifier(task)
        guard task["operation"]?.text == "getDetails" else {
            var problem = ServiceProblem.invalid("operation", type: "string", expected: "'getDetails'")
            problem.allowedValues = ["getDetails"]
            throw problem
        }
        let day: Int64 = 86_400_000
        let today = UTCTime(milliseconds: now()).startOfDay.milliseconds
        var usage: [String: JSONValue] = [:]
        for (name, start) in [
            ("total", 0), ("today", today), ("last7Days", today - 6 * day), ("last30Days", today - 29 * day),
        ] {
            let use = try await store.use(of: caller.account, since: start)
            usage[name] = .object(["credits": Self.dollars(use.cost), "requests": .number(Double(use.count))])
        }
        let digest = Digest(hashing: "aurora-serve-organization\0\(caller.account)")
        return ServiceAnswer(items: [
            .object([
                "taskType": .text("accountManagement"), "taskUUID": .text(id), "operation": .text("getDetails"),
                "organizationName": .text(caller.account), "organizationUUID": .text(Self.identifier(digest)),
                "balance": .number(0), "team": .list([]),
                "apiKeys": .list([.object(["name": .text(caller.account), "enabled": .flag(true)])]),
                "usage": .object(usage),
            ])
        ])
    }
}

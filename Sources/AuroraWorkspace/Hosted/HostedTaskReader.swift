package import AuroraCore
internal import AuroraFiles

/// Reads task objects of the hosted API out of JSON: one object, a list of them, or an object with the member `request`.
package enum HostedTaskReader {
    /// Bytes of a file: some pictures and sounds as text.
    package static let maximumByteCount = 128 << 20

    /// Every task of a file, in its order. Throws everything that is wrong with any of them.
    package static func tasks(in bytes: [UInt8], file: String) throws(DiagnosticsError) -> [HostedTask] {
        let source = try SourceText(file: file, bytes: bytes)
        let root = try JSONReader.root(of: source)
        let nodes: [SyntaxNode]
        if case .sequence(let items) = root.content { nodes = items } else { nodes = [root] }
        var reader = FieldReader(source)
        if nodes.isEmpty { reader.report("there is no task in it", at: root, hint: "name a file with a task object") }
        let tasks = nodes.compactMap { reader.hostedTask($0) }
        guard reader.diagnostics.isEmpty else { throw DiagnosticsError(reader.diagnostics) }
        return tasks
    }
}

extension FieldReader {
    private static let taskKeys = HostedField.videoInference.map(\.name)

    /// `nil` if something is wrong, which is reported.
    mutating func hostedTask(_ node: SyntaxNode) -> HostedTask? {
        let count = diagnostics.count
        guard case .mapping(let members) = node.content else {
            report("a task must be an object, not \(node.kindName)", at: node, hint: "write `{\"taskType\": …}`")
            return nil
        }
        // As the service's own examples show them: the request beside the response.
        if let request = members.first(where: { $0.name == "request" }),
            !members.contains(where: { $0.name == "taskType" })
        {
            return hostedTask(request.value)
        }
        var settings: [HostedTask.Setting] = []
        var prompt = ""
        var inputs: [String: HostedTask.Input] = [:]
        for member in members {
            switch member.name {
            case "positivePrompt": prompt = taskPrompt(member.value) ?? ""
            case "inputs": inputs = taskInputs(member.value)
            case "taskType": _ = taskWord(member, among: ["videoInference"])
            case let key where Self.taskKeys.contains(key): settings += taskSetting(member)
            default:
                unknownKey(member, in: "a task of this model", known: Self.taskKeys)
            }
        }
        for key in ["taskType", "inputs"] where !members.contains(where: { $0.name == key }) {
            report("the task has no `\(key)`", at: node, hint: "add it; a task without cannot be run")
        }
        guard diagnostics.count == count, let image = inputs["image"], let audio = inputs["audio"] else { return nil }
        return HostedTask(
            image: image, audio: audio, prompt: prompt, settings: settings, span: source.span(of: node))
    }

    private mutating func taskPrompt(_ node: SyntaxNode) -> String? {
        guard let text = text(node, of: "positivePrompt") else { return nil }
        if let problem = Self.promptProblem(text) { report(problem.problem, at: node, hint: problem.hint) }
        return TextInput.canonical(text)
    }

    /// A member as settings of a scene; none if it is wrong, which is reported.
    private mutating func taskSetting(_ member: SyntaxNode.Entry) -> [HostedTask.Setting] {
        let node = member.value
        switch member.name {
        case "CFGScale": return taskNumber(member, .cfgScale)
        case "numberResults": return taskNumber(member, .takes)
        case "outputQuality": return taskNumber(member, .quality)
        case "outputFormat":
            guard let text = text(node, of: member.name) else { return [] }
            guard let format = VideoFormat(rawValue: text.lowercased()) else {
                let refusal = Words.refusal(text, of: member.name, among: ["MP4", "WEBM", "MOV"])
                report(refusal.problem, at: node, hint: refusal.hint)
                return []
            }
            return [.init("format", format.rawValue)]
        case "ttl":
            return wholeNumber(node, of: "ttl", in: Self.ttlSeconds).map { [.init("ttl", String($0))] } ?? []
        case "includeCost": return taskFlag(member).map { [.init("includeCost", $0 ? "true" : "false")] } ?? []
        case "safety": return taskSafety(node)
        case "uploadEndpoint", "webhookURL": return taskURL(member)
        default:
            // One in a list is as good.
            var single = member
            if case .sequence(let items) = node.content, items.count == 1, member.name == "outputType" {
                single = SyntaxNode.Entry(key: member.key, name: member.name, value: items[0])
            }
            return hostedWord(single).map { [.init(member.name, $0)] } ?? []
        }
    }

    private mutating func taskNumber(_ member: SyntaxNode.Entry, _ name: SettingName) -> [HostedTask.Setting] {
        guard let text = plainNumber(member.value, of: member.name) else { return [] }
        switch SettingText.value(of: name, from: text) {
        case .success: return [.init(name.rawValue, text)]
        case .failure(let refusal):
            // In the words of the task.
            report(
                refusal.problem.replacing(name.rawValue, with: member.name, maxReplacements: 1), at: member.value,
                hint: refusal.hint.replacing(name.rawValue, with: member.name))
            return []
        }
    }

    private mutating func taskFlag(_ member: SyntaxNode.Entry) -> Bool? {
        if case .scalar(let text, .plain) = member.value.content, text == "true" || text == "false" {
            return text == "true"
        }
        report("`\(member.name)` must be `true` or `false`", at: member.value, hint: "choose one, without quotes")
        return nil
    }

    /// The mode wins over the flag; the flag alone is the mode `fast`.
    private mutating func taskSafety(_ node: SyntaxNode) -> [HostedTask.Setting] {
        var mode: SafetyLevel?
        var checksContent: Bool?
        for entry in entries(node, of: "safety", example: "\"safety\": {\"mode\": \"fast\"}") ?? [] {
            switch entry.name {
            case "mode": mode = choice(entry.value, of: "mode", as: SafetyLevel.self)
            case "checkContent": checksContent = taskFlag(entry)
            default: unknownKey(entry, in: "`safety`", known: ["mode", "checkContent"])
            }
        }
        guard let level = mode ?? checksContent.map({ $0 ? .fast : .none }) else { return [] }
        return [.init("safety", level.rawValue)]
    }

    /// One that seems to hold a secret is not written into a file that is shared: a variable stands for it.
    private mutating func taskURL(_ member: SyntaxNode.Entry) -> [HostedTask.Setting] {
        guard let text = line(member.value, of: member.name) else { return [] }
        do throws(WebURL.Refusal) {
            let url = try WebURL(text)
            let variable = member.name == "webhookURL" ? "AURORA_WEBHOOK_URL" : "AURORA_UPLOAD_ENDPOINT"
            let isSecret = Self.looksSecret(url.text)
            return [.init(member.name, isSecret ? "{env: \(variable)}" : JSONSchema.quoted(text))]
        } catch {
            report("\(Words.quoted(member.name)) \(error.problem)", at: member.value, hint: error.hint)
            return []
        }
    }

    private mutating func taskWord(_ member: SyntaxNode.Entry, among words: [String]) -> String? {
        guard let text = text(member.value, of: member.name) else { return nil }
        if words.contains(text) { return text }
        let refusal = Words.refusal(text, of: member.name, among: words)
        report(refusal.problem, at: member.value, hint: refusal.hint)
        return nil
    }

    private mutating func taskInputs(_ node: SyntaxNode) -> [String: HostedTask.Input] {
        var result: [String: HostedTask.Input] = [:]
        for entry in entries(node, of: "inputs", example: "\"inputs\": {\"image\": …, \"audio\": …}") ?? [] {
            guard entry.name == "image" || entry.name == "audio" else {
                unknownKey(entry, in: "`inputs`", known: ["image", "audio"])
                continue
            }
            result[entry.name] = taskInput(entry)
        }
        for key in ["image", "audio"] where result[key] == nil {
            let isStated =
                if case .mapping(let entries) = node.content { entries.contains { $0.name == key } } else { true }
            if !isStated { report("`inputs` has no `\(key)`", at: node, hint: "add it; every task needs both") }
        }
        return result
    }

    private mutating func taskInput(_ entry: SyntaxNode.Entry) -> HostedTask.Input? {
        guard let text = line(entry.value, of: entry.name) else { return nil }
        if text.hasPrefix("data:") {
            guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else {
                report(
                    "\(Words.quoted(entry.name)) is a data URI that is not in base64", at: entry.value,
                    hint: "write `data:TYPE;base64,…`")
                return nil
            }
            return .inline(base64: String(text[text.index(after: comma)...]))
        }
        if Self.isURL(text) {
            do throws(WebURL.Refusal) {
                let url = try WebURL(text)
                guard Self.looksSecret(url.text) else { return .url(text) }
                report(
                    "the URL of \(Words.quoted(entry.name)) seems to hold a secret", at: entry.value,
                    hint: "fetch the file and name it instead: a URL with a key in it would be committed")
            } catch {
                report("the URL of \(Words.quoted(entry.name)) \(error.problem)", at: entry.value, hint: error.hint)
            }
            return nil
        }
        if Self.isUUID(text) {
            report(
                "\(Words.quoted(entry.name)) names an upload at the service, which nobody else can read",
                at: entry.value,
                hint: "name the file itself, or its URL")
            return nil
        }
        // What has no dot and is longer than any path is the file itself.
        if text.utf8.count > 1000, !text.contains(".") { return .inline(base64: text) }
        return .path(text)
    }

    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}

import AuroraCore
package import AuroraHosted
import AuroraWorkspace

/// A task `videoInference` that is right: what is to be made, and how it is delivered.
package struct VideoTask: Codable, Hashable, Sendable {
    /// As the client wrote it; compared in small letters.
    package let shownID: String
    package let model: String
    /// Empty if none.
    package let prompt: String
    package let cfgScaleHundredths: Int
    package let takes: Int
    /// `mp4`, `webm` or `mov`.
    package let format: String
    package let quality: Int
    /// Seconds for which the result is kept; the server's own if the task states none.
    package let ttl: Int?
    package let includesCost: Bool
    /// `none`, `fast` or `full`.
    package let safety: String
    package let webhookURL: String?
    package let uploadEndpoint: String?
    package var image: MediaInput
    package var audio: MediaInput
    /// Of its inputs, among those of all tasks.
    package var folder = ""

    /// The task by which it is known.
    package var id: String { shownID.lowercased() }

    /// Reads a task that `FieldCheck` has found right.
    package init(checked task: JSONValue) {
        shownID = task["taskUUID"]?.text ?? ""
        let named = task["model"]?.text?.lowercased()
        model = HostedTask.models.first { $0.lowercased() == named } ?? HostedTask.model
        prompt = task["positivePrompt"]?.text ?? ""
        cfgScaleHundredths = task["CFGScale"].flatMap(FieldCheck.hundredths) ?? 100
        takes = task["numberResults"]?.number.map { Int($0) } ?? 1
        format = task["outputFormat"]?.text?.lowercased() ?? "mp4"
        quality = task["outputQuality"]?.number.map { Int($0) } ?? 95
        ttl = task["ttl"]?.number.map { Int($0) }
        includesCost = task["includeCost"]?.flag ?? false
        // The mode wins over the flag; the flag alone is the mode `fast`.
        safety =
            task["safety"]?["mode"]?.text?.lowercased()
            ?? (task["safety"]?["checkContent"]?.flag == true ? "fast" : "none")
        webhookURL = task["webhookURL"]?.text
        uploadEndpoint = task["uploadEndpoint"]?.text
        image = MediaInput(task["inputs"]?["image"]?.text ?? "")
        audio = MediaInput(task["inputs"]?["audio"]?.text ?? "")
    }

    /// The seed of a take, from 0: the same request gives the same videos, whatever it is called.
    package func seed(of take: Int, inputs: String) -> UInt64 {
        let asked = [model, prompt, String(cfgScaleHundredths), inputs, String(take)].joined(separator: "\0")
        // Whole numbers up to here are the same in every reader of JSON.
        return Digest(hashing: "aurora-serve-seed/1\0\(asked)").leadingBits >> 32
    }
}

/// How a picture or a sound is given.
package enum MediaInput: Codable, Hashable, Sendable {
    case url(String)
    /// Uploaded before, or made here.
    case media(String)
    case inline(Base64Text)
    /// A path on this machine.
    case path(String)
    /// Meant to be a data URI, and none in base64.
    case malformed
    /// A file of this name, in the folder of the task's inputs.
    case staged(String)

    package init(_ text: String) {
        let head = text.prefix(8).lowercased()
        if head.hasPrefix("data:") {
            // Whatever is before the data is short.
            guard let comma = text.utf8.prefix(256).firstIndex(of: UInt8(ascii: ",")),
                text[..<comma].lowercased().hasSuffix(";base64")
            else {
                self = .malformed
                return
            }
            self = .inline(Base64Text(text, from: text.utf8.distance(from: text.startIndex, to: comma) + 1))
        } else if head.hasPrefix("https://") || head.hasPrefix("http://") {
            self = .url(text)
        } else if FieldCheck.isIdentifier(text) {
            self = .media(text.lowercased())
        } else if text.utf8.count < 4096, text.hasPrefix("/"), text.dropFirst().contains("/") || text.contains(".") {
            // JPEG in base64 begins with a slash as well, but is longer and has no point.
            self = .path(text)
        } else {
            self = .inline(Base64Text(text))
        }
    }
}

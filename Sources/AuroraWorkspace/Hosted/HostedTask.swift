package import AuroraCore

/// A task object of the hosted API, `videoInference`: everything that one can ask of it, nothing left out.
package struct HostedTask: Sendable, Equatable {
    /// Where a picture or a sound is.
    package enum Input: Sendable, Equatable {
        /// An https address.
        case url(String)
        /// A path as a file states it.
        case path(String)
        /// The bytes themselves, in base64.
        case inline(base64: String)
    }

    package let image: Input
    package let audio: Input
    /// Empty if none.
    package let prompt: String
    /// Settings, hosted ones among them, by the names they have in a scene file, as they are written there. Those that
    /// are not stated are not here.
    package let settings: [Setting]
    /// Where the task is in the file it came from, for messages.
    package let span: SourceSpan

    package struct Setting: Sendable, Equatable {
        package let name: String
        /// As YAML has it: `1.6`, `webm`, `{env: NAME}`.
        package let text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    package static let model = "creatify:aurora@fast"
    package static let models = [model, "creatify:aurora@0"]
}

extension HostedTask {
    /// The scene file of this task. `image` and `audio` are the names of its inputs beside it, or their addresses.
    package func sceneFile(image: String, audio: String, origin: String) -> String {
        var lines = ["# Imported from \(PrintableText.sanitized(origin))"]
        lines.append("image: \(Self.scalar(image))")
        lines.append("audio: \(Self.scalar(audio))")
        if !prompt.isEmpty { lines.append("prompt: \(JSONSchema.quoted(prompt.replacing("${", with: "$${")))") }
        if !settings.isEmpty {
            lines.append("settings:")
            lines += settings.map { "  \($0.name): \($0.text)" }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A name or an address: in quotes unless it is plain enough to need none.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
        }
        return isPlain ? text : JSONSchema.quoted(text.replacing("${", with: "$${"))
    }
}

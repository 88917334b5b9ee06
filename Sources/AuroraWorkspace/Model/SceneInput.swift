package import AuroraCore

/// Where the picture or the sound of a scene comes from.
package enum SceneInput: Hashable, Sendable {
    /// A file of the workspace.
    case file(InputFile)
    /// Something that has to be fetched first.
    case remote(RemoteFile)
    /// A sound that has to be synthesised first.
    case speech(SpeechText)

    /// The file of the workspace, if it is one.
    package var file: InputFile? {
        if case .file(let file) = self { file } else { nil }
    }

    /// Where it is stated.
    package var span: SourceSpan {
        switch self {
        case .file(let file): file.span
        case .remote(let remote): remote.span
        case .speech(let speech): speech.span
        }
    }
}

/// A regular file of the workspace that a scene needs.
package struct InputFile: Hashable, Sendable {
    /// Relative to the workspace, without `.` and `..`.
    package let path: String
    /// Where the path is stated.
    package let span: SourceSpan

    package init(path: String, span: SourceSpan) {
        self.path = path
        self.span = span
    }
}

/// A file elsewhere that a scene needs.
package struct RemoteFile: Hashable, Sendable {
    package let url: String
    /// Where the URL is stated.
    package let span: SourceSpan

    package init(url: String, span: SourceSpan) {
        self.url = url
        self.span = span
    }
}

/// Words to be spoken by a synthetic voice.
package struct SpeechText: Hashable, Sendable {
    /// What is said: not empty, with line feeds alone as line endings.
    package let text: TextInput
    /// The voice as the synthesiser names it: `en-us`.
    package let voice: Located<String>
    /// How fast, in hundredths of the voice's own pace: 50…200.
    package let rateHundredths: Int
    /// Where the whole is stated.
    package let span: SourceSpan

    package init(text: TextInput, voice: Located<String>, rateHundredths: Int, span: SourceSpan) {
        self.text = text
        self.voice = voice
        self.rateHundredths = rateHundredths
        self.span = span
    }
}

/// A still of the video that is asked for.
package struct PosterRequest: Hashable, Sendable {
    /// The moment of the video that it shows.
    package let atMilliseconds: Int
    /// In pixels: 64…1920; as wide as the video if nil.
    package let width: Int?
    /// Where it is stated.
    package let span: SourceSpan

    package init(atMilliseconds: Int, width: Int? = nil, span: SourceSpan) {
        self.atMilliseconds = atMilliseconds
        self.width = width
        self.span = span
    }
}

/// Stills of a video in rows, evenly from its beginning to its end.
package struct SheetRequest: Hashable, Sendable {
    /// 1…12 each.
    package let columns: Int
    package let rows: Int
    /// Of a still in pixels: 64…640.
    package let width: Int
    /// Where it is stated.
    package let span: SourceSpan
}

/// A part of a video as a small moving picture without sound.
package struct PreviewRequest: Hashable, Sendable {
    /// From the video's start.
    package let fromMilliseconds: Int
    /// 200…10000.
    package let lengthMilliseconds: Int
    /// In pixels: 64…720.
    package let width: Int
    /// 1…25.
    package let framesPerSecond: Int
    /// Where it is stated.
    package let span: SourceSpan
}

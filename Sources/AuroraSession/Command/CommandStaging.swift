import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraWorkspace

/// The folder in which one program makes one video.
///
///     work/                 where the program starts: its own inputs at their paths
///     work/.aurora/         image.jpg, line.wav, prompt.txt, settings.json, and the video it is to write
///     home/, tmp/           its HOME and TMPDIR
struct CommandStaging {
    let files: Staging
    private(set) var folder: CommandFolder
    /// What the program is to make.
    let task: TalkingHead

    init(files: Staging, folder: CommandFolder, work: TalkingHead) {
        self.files = files
        self.folder = folder
        task = work
    }

    var work: String { folder.absolute("work") }
    var home: String { folder.absolute("home") }
    var temporary: String { folder.absolute("tmp") }

    /// Where the program puts its video.
    var output: String { Paths.join(work, outputName) }

    /// Puts everything in its place; returns the words of the command. Paths in them are relative to `work`, so that
    /// they are the same every time.
    mutating func fill(_ program: CommandProgram, _ request: ProviderRequest) throws -> [String] {
        let prompt = program.takes(.prompt) ? Self.promptName : nil
        let settings = program.takes(.settings) ? Self.settingsName : nil
        let names = program.inputs.map(\.path) + [imageName, audioName] + [prompt, settings].compactMap { $0 }
        try folder.keep(only: Set(names.map { "work/\($0)" }))
        for name in ["work/.aurora", "home", "tmp"] { try folder.makeFolder(name) }
        for file in program.inputs {
            // Executable, whatever it was: permissions are in no key.
            try copy(TalkingHead.field(of: file), request, to: file.path, isExecutable: true)
        }
        try copy("image", request, to: imageName)
        try copy("audio", request, to: audioName)
        if let prompt { try write(Array((task.prompt + "\n").utf8), to: prompt) }
        if let settings { try write(Self.settings(of: task), to: settings) }
        return program.words { placeholder in
            switch placeholder {
            case .image: imageName
            case .audio: audioName
            case .prompt: Self.promptName
            case .settings: Self.settingsName
            case .output: outputName
            }
        }
    }

    private var imageName: String { ".aurora/image\(task.image.suffix)" }
    private var audioName: String { ".aurora/audio\(task.audio.suffix)" }
    private var outputName: String { ".aurora/video.\(task.settings.format.rawValue)" }
    private static let promptName = ".aurora/prompt.txt"
    private static let settingsName = ".aurora/settings.json"

    /// What is handed over is what was hashed.
    private mutating func copy(_ field: String, _ request: ProviderRequest, to name: String, isExecutable: Bool = false)
        throws
    {
        guard let bytes = request.inputs[field] else { preconditionFailure("a request has all its inputs") }
        try folder.put("work/\(name)") { [files] path, isThere in
            try files.write(bytes, to: path, isExecutable: isExecutable, isThere: isThere)
        }
    }

    private mutating func write(_ bytes: [UInt8], to name: String) throws {
        try folder.put("work/\(name)") { [temporary] path, _ in
            try Files.write(bytes, to: path, staging: temporary)
        }
    }

    /// The settings by the names and in the spelling of a scene file.
    private static func settings(of work: TalkingHead) -> [UInt8] {
        let settings = work.settings
        let scale = settings.cfgScaleHundredths
        let directed = settings.directed.stated.map { name, value in
            switch value {
            case .number(let number): ",\n  \"\(name.rawValue)\": \(number)"
            case .word(let word): ",\n  \"\(name.rawValue)\": \"\(word)\""
            }
        }.joined()
        let codec = settings.codec.map { ",\n  \"codec\": \"\($0.rawValue)\"" } ?? ""
        return Array(
            """
            {
              "cfgScale": \(scale / 100).\(scale % 100 < 10 ? "0" : "")\(scale % 100),
              "format": "\(settings.format.rawValue)",
              "quality": \(settings.quality),
              "safety": "\(settings.safety.rawValue)",
              "seed": \(work.seed),
              "size": "\(settings.size.rawValue)",
              "fps": \(settings.framesPerSecond)\(directed)\(codec)
            }

            """.utf8)
    }
}

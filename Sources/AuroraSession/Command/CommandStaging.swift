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
    /// Absolute.
    let root: String
    /// What the program is to make.
    let task: TalkingHead

    init(files: Staging, root: String, work: TalkingHead) {
        self.files = files
        self.root = root
        task = work
    }

    var work: String { Paths.join(root, "work") }
    var home: String { Paths.join(root, "home") }
    var temporary: String { Paths.join(root, "tmp") }

    /// Where the program puts its video.
    var output: String { Paths.join(work, outputName) }

    /// Puts everything in its place; returns the words of the command. Paths in them are relative to `work`, so that
    /// they are the same every time.
    func fill(_ program: CommandProgram, _ request: ProviderRequest) throws -> [String] {
        try Files.createDirectories(root)
        for folder in [work, exchange, home, temporary] { try Files.createDirectories(folder) }
        for file in program.inputs {
            // Executable, whatever it was: permissions are in no key.
            try copy(TalkingHead.field(of: file), request, to: file.path, isExecutable: true)
        }
        let image = imageName
        let audio = audioName
        try copy("image", request, to: image)
        try copy("audio", request, to: audio)
        let prompt = Self.promptName
        let settings = Self.settingsName
        if program.takes(.prompt) { try write(Array((task.prompt + "\n").utf8), to: prompt) }
        if program.takes(.settings) { try write(Self.settings(of: task), to: settings) }
        return program.words { placeholder in
            switch placeholder {
            case .image: image
            case .audio: audio
            case .prompt: prompt
            case .settings: settings
            case .output: outputName
            }
        }
    }

    /// Removes the folder with all that the program left in it. Nearly always that is what was put there, which is
    /// known and need not be listed.
    func remove() throws {
        // A link in the place of a folder leads to files that are not ours: it is removed itself, below.
        if try FileFacts.of(work)?.kind == .directory {
            try Files.removeTree(exchange, expecting: known.map { Paths.name($0) })
        }
        for folder in [work, home, temporary, root] { try Files.removeTree(folder, expecting: []) }
    }

    private var exchange: String { Paths.join(work, ".aurora") }
    private var imageName: String { ".aurora/image\(task.image.suffix)" }
    private var audioName: String { ".aurora/audio\(task.audio.suffix)" }
    private var outputName: String { ".aurora/video.\(task.settings.format.rawValue)" }
    private var known: [String] { [imageName, audioName, Self.promptName, Self.settingsName] }
    private static let promptName = ".aurora/prompt.txt"
    private static let settingsName = ".aurora/settings.json"

    /// What is handed over is what was hashed.
    private func copy(_ field: String, _ request: ProviderRequest, to name: String, isExecutable: Bool = false) throws {
        guard let bytes = request.inputs[field] else { preconditionFailure("a request has all its inputs") }
        try files.write(bytes, to: Paths.join(work, name), isExecutable: isExecutable)
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        try Files.write(bytes, to: Paths.join(work, name), staging: temporary)
    }

    /// The settings by the names and in the spelling of a scene file.
    private static func settings(of work: TalkingHead) -> [UInt8] {
        let settings = work.settings
        let scale = settings.cfgScaleHundredths
        return Array(
            """
            {
              "cfgScale": \(scale / 100).\(scale % 100 < 10 ? "0" : "")\(scale % 100),
              "format": "\(settings.format.rawValue)",
              "quality": \(settings.quality),
              "safety": "\(settings.safety.rawValue)",
              "seed": \(work.seed),
              "size": "\(settings.size.rawValue)",
              "fps": \(settings.framesPerSecond)
            }

            """.utf8)
    }
}

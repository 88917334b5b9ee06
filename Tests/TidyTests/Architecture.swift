/// What each target may import of this project. The same table, in words, is in ARCHITECTURE.md; a change to either
/// is a decision about the architecture.
let allowedImports: [String: Set<String>] = [
    "AuroraCore": ["CLibcrypto"],
    "AuroraFiles": ["AuroraCore", "CAuroraSystem"],
    "AuroraWorkspace": ["AuroraCore", "AuroraFiles"],
    "AuroraGraph": ["AuroraCore", "AuroraWorkspace"],
    "AuroraCache": ["AuroraCore", "AuroraFiles"],
    "AuroraBuild": ["AuroraCore", "AuroraWorkspace", "AuroraGraph", "AuroraCache"],
    "AuroraProvenance": ["AuroraCore", "AuroraGraph"],
    "AuroraGit": ["AuroraCore", "AuroraProvenance", "CLibgit2"],
    "AuroraNet": ["AuroraCore", "AuroraFiles", "CLibcurl"],
    "AuroraDatabase": ["CSQLite"],
    "AuroraHosted": ["AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraNet", "AuroraDatabase"],
    "AuroraGallery": ["AuroraCore"],
    "AuroraCaptions": [],
    "AuroraSession": [
        "AuroraNet", "AuroraHosted", "AuroraGallery", "AuroraCaptions",
        "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
        "AuroraProvenance", "AuroraGit", "RenderProtocol", "CAuroraSystem",
    ],
    "AuroraCLI": [
        "AuroraCore", "AuroraWorkspace", "AuroraBuild", "AuroraGraph", "AuroraProvenance", "AuroraSession",
        "CAuroraSystem",
    ],
    "aurora": ["AuroraCLI"],
    "AuroraServe": ["AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraHosted", "AuroraDatabase"],
    "aurora-serve": [
        "AuroraCore", "AuroraFiles", "AuroraNet", "AuroraHosted", "AuroraServe", "AuroraSession", "RenderProtocol",
        "CAuroraSystem",
    ],
    "RenderProtocol": [],
    "RenderMedia": [],
    "RenderCodec": ["RenderMedia", "CFFmpeg", "CAss"],
    "RenderInference": ["RenderMedia", "CInference"],
    "RenderSpeech": ["RenderMedia", "RenderInference"],
    "RenderFace": ["RenderMedia", "RenderInference"],
    "RenderFrames": ["RenderMedia", "RenderSpeech", "RenderFace", "RenderCodec", "RenderInference"],
    "aurora-render": [
        "RenderProtocol", "RenderFrames", "RenderMedia", "RenderSpeech", "RenderFace", "RenderCodec", "RenderInference",
        "CAuroraSystem",
    ],
]

/// The one target that may use each outside library or facility.
let doors: [Door] = [
    Door("YAML", words: ["import Yams", "import CYaml"], targets: ["AuroraWorkspace"]),
    Door("libgit2", words: ["import CLibgit2"], targets: ["AuroraGit"]),
    Door("SQLite", words: ["import CSQLite"], targets: ["AuroraDatabase"]),
    Door("libcurl", words: ["import CLibcurl"], targets: ["AuroraNet"]),
    Door("FFmpeg", words: ["import CFFmpeg"], targets: ["RenderCodec"]),
    Door("libass", words: ["import CAss"], targets: ["RenderCodec"]),
    Door("LiteRT, hama and ONNX Runtime", words: ["import CInference", "dlopen("], targets: ["RenderInference"]),
    Door("SHA-256", words: ["import CLibcrypto"], targets: ["AuroraCore"]),
    Door("SwiftNIO", words: ["import NIO"], targets: ["aurora-serve"]),
    Door("argument parsing", words: ["import ArgumentParser"], targets: ["AuroraCLI"]),
    Door(
        "child processes", words: ["import Subprocess", "posix_spawn", "aurora_warden", "aurora_host_start"],
        targets: ["AuroraSession"]),
    Door("copies of a process", words: ["aurora_host_copy", "fork()"], targets: ["aurora-render"]),
    Door(
        "the command line", words: ["CommandLine."], targets: ["AuroraCLI", "aurora", "aurora-render", "aurora-serve"]),
    Door(
        "the environment", words: ["ProcessInfo.", "getenv("],
        targets: ["AuroraCLI", "aurora-render", "aurora-serve"]),
    Door("the terminal", words: ["isatty("], targets: ["AuroraCLI"]),
    Door("the clock", words: ["Date()", "clock_gettime("], targets: ["AuroraCLI", "aurora-render", "aurora-serve"]),
    Door("Foundation's files", words: ["FileManager"], targets: []),
]

/// Something that only certain targets may touch.
struct Door {
    let name: String
    /// Any of these in a line of code opens the door.
    let words: [String]
    let targets: Set<String>

    init(_ name: String, words: [String], targets: Set<String>) {
        self.name = name
        self.words = words
        self.targets = targets
    }
}

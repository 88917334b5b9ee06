// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors everywhere. The renderer's targets are optimised in debug builds too: its pixel loops are
/// seventy times slower otherwise, and tests would take minutes to make one clip.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableUpcomingFeature("InternalImportsByDefault")]
let kernels: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "aurora",
    products: [
        .executable(name: "aurora", targets: ["aurora"]),
        .executable(name: "aurora-render", targets: ["aurora-render"]),
        .executable(name: "aurora-serve", targets: ["aurora-serve"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        // The build half.
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "AuroraCore", dependencies: ["CLibcrypto"], swiftSettings: strict),
        .target(name: "CAuroraSystem"),
        .target(name: "AuroraFiles", dependencies: ["AuroraCore", "CAuroraSystem"], swiftSettings: strict),
        .target(name: "AuroraWorkspace", dependencies: ["AuroraCore", "AuroraFiles", yams], swiftSettings: strict),
        .target(name: "AuroraGraph", dependencies: ["AuroraCore", "AuroraWorkspace"], swiftSettings: strict),
        .target(name: "AuroraCache", dependencies: ["AuroraCore", "AuroraFiles"], swiftSettings: strict),
        .target(
            name: "AuroraBuild", dependencies: ["AuroraCore", "AuroraWorkspace", "AuroraGraph", "AuroraCache"],
            swiftSettings: strict),
        .target(
            name: "AuroraProvenance", dependencies: ["AuroraCore", "AuroraGraph"], swiftSettings: strict),
        .target(name: "CLibgit2"),
        .target(
            name: "AuroraGit", dependencies: ["AuroraCore", "AuroraProvenance", "CLibgit2"], swiftSettings: strict),
        .target(name: "CLibcurl"),
        .target(name: "AuroraNet", dependencies: ["AuroraCore", "AuroraFiles", "CLibcurl"], swiftSettings: strict),
        .target(name: "CSQLite"),
        .target(name: "AuroraDatabase", dependencies: ["CSQLite"], swiftSettings: strict),
        .target(
            name: "AuroraHosted",
            dependencies: ["AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraNet", "AuroraDatabase"],
            swiftSettings: strict),
        .target(name: "AuroraCaptions", swiftSettings: strict),
        .target(
            name: "AuroraGallery", dependencies: ["AuroraCore"],
            resources: [
                .embedInCode("Page/index.html"), .embedInCode("Page/style.css"), .embedInCode("Page/list.js"),
                .embedInCode("Page/viewer.js"), .embedInCode("Page/compare.js"),
            ], swiftSettings: strict),
        .target(
            name: "AuroraSession",
            dependencies: [
                "AuroraNet", "AuroraHosted", "AuroraGallery", "AuroraCaptions",
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
                "AuroraProvenance", "AuroraGit", "RenderProtocol", "CAuroraSystem", subprocess, system,
            ], swiftSettings: strict),
        .target(
            name: "AuroraCLI",
            dependencies: [
                "AuroraCore", "AuroraWorkspace", "AuroraGraph", "AuroraBuild", "AuroraProvenance", "AuroraSession",
                "CAuroraSystem", arguments,
            ],
            swiftSettings: strict),
        .executableTarget(name: "aurora", dependencies: ["AuroraCLI"], swiftSettings: strict),

        // The service: the API on a machine of one's own.
        .target(
            name: "AuroraServe",
            dependencies: ["AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraHosted", "AuroraDatabase"],
            swiftSettings: strict),
        .executableTarget(
            name: "aurora-serve",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraNet", "AuroraHosted", "AuroraServe", "AuroraSession",
                "RenderProtocol", "CAuroraSystem", nioCore, nioPosix, nioHTTP1, nioWebSocket,
            ],
            resources: [
                .embedInCode("Page/page.html"), .embedInCode("Page/page.css"), .embedInCode("Page/page.js"),
            ], swiftSettings: strict),

        // What crosses between the halves.
        .target(name: "RenderProtocol", swiftSettings: strict),

        // The renderer's half.
        .target(name: "RenderMedia", swiftSettings: kernels),
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat libavcodec libavutil libswscale libswresample",
            providers: [
                .apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev", "libswresample-dev"])
            ]),
        .target(name: "CAss"),
        .target(name: "RenderCodec", dependencies: ["RenderMedia", "CFFmpeg", "CAss"], swiftSettings: kernels),
        .target(name: "CInference", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "RenderInference", dependencies: ["RenderMedia", "CInference"], swiftSettings: kernels),
        .target(name: "RenderSpeech", dependencies: ["RenderMedia", "RenderInference"], swiftSettings: kernels),
        .target(name: "RenderFace", dependencies: ["RenderMedia", "RenderInference"], swiftSettings: kernels),
        .target(
            name: "RenderFrames",
            dependencies: ["RenderMedia", "RenderInference", "RenderSpeech", "RenderFace", "RenderCodec"],
            swiftSettings: kernels),
        .executableTarget(
            name: "aurora-render",
            dependencies: [
                "RenderProtocol", "RenderFrames", "RenderMedia", "RenderSpeech", "RenderFace", "RenderCodec",
                "RenderInference", "CAuroraSystem",
            ],
            swiftSettings: kernels),

        // Tests.
        .target(
            name: "AuroraTesting",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
                "AuroraProvenance",
            ],
            path: "Tests/AuroraTesting", exclude: ["Servers"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "AuroraCoreTests", dependencies: ["AuroraCore", "AuroraTesting"], swiftSettings: strict),
        .testTarget(
            name: "AuroraFilesTests", dependencies: ["AuroraCore", "AuroraFiles", "AuroraTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraWorkspaceTests",
            dependencies: ["AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraGraphTests", dependencies: ["AuroraCore", "AuroraWorkspace", "AuroraGraph", "AuroraTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraCaptionsTests", dependencies: ["AuroraCaptions", "AuroraTesting"], swiftSettings: strict),
        .testTarget(
            name: "AuroraCacheTests", dependencies: ["AuroraCore", "AuroraFiles", "AuroraCache", "AuroraTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraBuildTests",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
                "AuroraTesting",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraProvenanceTests",
            dependencies: ["AuroraCore", "AuroraGraph", "AuroraProvenance", "AuroraTesting"], swiftSettings: strict),
        .testTarget(
            name: "AuroraGitTests",
            dependencies: ["AuroraCore", "AuroraGit", "AuroraProvenance", "AuroraTesting", "CLibgit2"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraNetTests",
            dependencies: ["AuroraCore", "AuroraFiles", "AuroraNet", "AuroraTesting"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "AuroraHostedTests",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraNet", "AuroraHosted", "AuroraTesting",
            ], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "AuroraGalleryTests", dependencies: ["AuroraCore", "AuroraGallery", "AuroraTesting"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "AuroraServeTests",
            dependencies: [
                "AuroraCore", "AuroraDatabase", "AuroraFiles", "AuroraHosted", "AuroraWorkspace", "AuroraServe",
                "AuroraTesting",
            ], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "AuroraCLITests",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
                "AuroraProvenance",
                "AuroraSession", "AuroraCLI", "AuroraTesting", arguments,
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "AuroraSessionTests",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraWorkspace", "AuroraGraph", "AuroraCache", "AuroraBuild",
                "AuroraNet", "AuroraSession", "AuroraCLI", "RenderProtocol", "AuroraTesting", "aurora-render",
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AuroraCore", "AuroraFiles", "AuroraTesting", "RenderProtocol", "RenderTesting", "aurora",
                "aurora-render", "aurora-serve", subprocess, system,
            ],
            exclude: ["Clients", "Golden", "Service", "Tasks"],
            swiftSettings: strict),
        .testTarget(name: "RenderCodecTests", dependencies: ["RenderCodec", "RenderMedia"], swiftSettings: strict),
        .testTarget(name: "RenderInferenceTests", dependencies: ["RenderInference"], swiftSettings: strict),
        .testTarget(
            name: "RenderFaceTests",
            dependencies: ["RenderFace", "RenderCodec", "RenderInference", "RenderMedia", "RenderTesting"],
            swiftSettings: strict),
        .target(
            name: "RenderTesting", dependencies: ["RenderMedia"], path: "Tests/RenderTesting", swiftSettings: strict),
        .testTarget(name: "RenderProtocolTests", dependencies: ["RenderProtocol"], swiftSettings: strict),
        .testTarget(name: "RenderSpeechTests", dependencies: ["RenderSpeech", "RenderMedia"], swiftSettings: strict),
        .testTarget(
            name: "RenderFramesTests",
            dependencies: [
                "RenderFrames", "RenderFace", "RenderSpeech", "RenderCodec", "RenderInference", "RenderMedia",
                "RenderTesting",
            ], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

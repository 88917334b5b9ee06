import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// The key of the API is nowhere but where it belongs, whatever goes wrong.
@Suite struct HostedSecretTests {
    private static let canary = "rw_CANARY_0123456789abcdef"
    private static let hook = "https://hooks.example.com/done?token=CANARY_HOOK_42"

    @Test func theKeyIsNowhere() async throws {
        let bench = try await HostedBench()
        // Told by a pipe: what it was started with is for everybody to see.
        try bench.service.set(["keys": [Self.canary: "canary"]])
        let watch = try ProcessWatch(for: "CANARY")
        try bench.bench.replace(
            "seed: 3", with: "seed: 3, webhookURL: {env: HOOK}", in: "scenes/baker/scene.yaml")
        try await bench.bench.commitAll()
        let variables = ["RUNWARE_API_KEY": Self.canary, "HOOK": Self.hook]
        var told = ""
        func aurora(_ arguments: String...) async throws {
            let ending = try await bench.bench.aurora(
                arguments: arguments, environment: bench.environment.merging(variables) { $1 })
            told += ending.output + ending.messages
        }
        let approved = ["build", "--profile", "final", "--max-cost", "10", "--keep-going"]
        func build() async throws {
            let ending = try await bench.bench.aurora(
                arguments: approved, environment: bench.environment.merging(variables) { $1 })
            told += ending.output + ending.messages
        }
        for fault in [
            ServiceFault(.submit, .status(401, code: "invalidApiKey")), ServiceFault(.submit, .reset),
            ServiceFault(.submit, .status(400, code: "invalidModel")), ServiceFault(.upload, .malformed),
            ServiceFault(.download, .html), ServiceFault(.poll, .status(503)),
        ] {
            try bench.service.script(fault)
            try await build()
            try bench.service.clearScript()
        }
        try await build()
        try await aurora("diff", "--profile", "final", "--json")
        try await aurora("explain", "baker", "--profile", "final", "--json")
        try await aurora("jobs", "--all", "--json")
        try await aurora("doctor")
        try await toldAProgram(bench, variables)
        let report = try watch.end()
        #expect(report.found == [], "after \(report.looks) looks")
        #expect(report.programs.contains("aurora-render"), "it looks while there is something to see")
        #expect(report.programs.contains("sleep"), "also at programs of the user's own")
        #expect(try bench.service.charges().count == 2)
        #expect(!told.contains("CANARY"), "\(told)")
        // git's objects are compressed: unpacked, they can be read.
        let objects = try await bench.bench.git("cat-file", "--batch-all-objects", "--batch")
        #expect(!objects.contains("CANARY"))
        for root in [bench.bench.folder.path, bench.state] {
            for (path, bytes) in try Self.files(root) {
                #expect(!bytes.contains(Data("CANARY".utf8)), "\(path)")
            }
        }
    }

    /// Has a program of the user's own run beside a paid profile.
    private func toldAProgram(_ bench: HostedBench, _ variables: [String: String]) async throws {
        try bench.bench.write("tool.sh", "#!/bin/sh\nsleep 0.5\nenv\nexit 9\n")
        #expect(chmod(bench.bench.folder.path("tool.sh"), 0o755) == 0)
        try bench.bench.replace(
            "final: {provider: runware}}",
            with:
                "final: {provider: runware}, mine: {provider: mine}}\nproviders: {mine: {kind: command, version: \"1\", "
                + "run: [./tool.sh, \"{image}\", \"{output}\"]}}",
            in: "aurora.yaml")
        let environment = bench.environment.merging(variables) { $1 }
        #expect(try await bench.bench.aurora(arguments: ["trust", "--yes"], environment: environment).status == 0)
        let ending = try await bench.bench.aurora(
            arguments: ["build", "--profile", "mine"], environment: environment)
        #expect(ending.status == 1)
        #expect(ending.messages.contains("ended with exit status 9"), "\(ending.messages)")
        #expect(!ending.messages.contains("CANARY"), "\(ending.messages)")
    }

    private static func files(_ root: String) throws -> [(String, Data)] {
        var found: [(String, Data)] = []
        var pending = [root]
        while let folder = pending.popLast() {
            for name in try Files.names(in: folder) {
                let path = Paths.join(folder, name)
                switch try FileFacts.of(path)?.kind {
                case .directory: pending.append(path)
                case .regular: found.append((path, Data(try Files.read(path))))
                default: continue
                }
            }
        }
        return found
    }
}

extension Data {
    fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}

import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// A workspace with a profile for the hosted API, a service that answers as the real one does, and the real programs.
final class HostedBench: Sendable {
    let bench: Workbench
    let service: ScriptedService
    private let place: TemporaryFolder
    /// The user's own folder for state; another one is another machine.
    let state: String
    static let scenes = ["baker", "botanist"]

    /// `options` are the service's.
    init(scenes: [String] = HostedBench.scenes, options: [String: any Sendable] = [:]) async throws {
        bench = try await Workbench(scenes: scenes)
        place = try TemporaryFolder()
        service = try ScriptedService(in: place, options: ["polls": 0].merging(options) { $1 })
        state = place.path("state")
        for (index, scene) in scenes.enumerated() {
            try bench.replace(
                "prompt: A baker speaks kindly", with: "prompt: Person \(index) speaks",
                in: "scenes/\(scene)/scene.yaml")
        }
        try bench.write(
            "aurora.yaml",
            """
            name: bench
            defaults: {settings: {size: 480p, quality: 60}}
            profile: draft
            profiles: {draft: {provider: embedded}, final: {provider: runware}}

            """)
        try await bench.commitAll()
    }

    var environment: [String: String] {
        ["XDG_STATE_HOME": state, "RUNWARE_API_KEY": ScriptedService.key, "RUNWARE_BASE_URL": service.url]
    }

    /// Runs `aurora` for the hosted profile.
    func aurora(_ arguments: String..., environment: [String: String] = [:]) async throws -> Workbench.Ending {
        try await bench.aurora(
            arguments: arguments + (["jobs", "cost"].contains(arguments[0]) ? [] : ["--profile", "final"]),
            environment: self.environment.merging(environment) { $1 })
    }

    /// A paid build that is approved.
    func build(_ more: String...) async throws -> Workbench.Ending {
        try await bench.aurora(
            arguments: ["build", "--profile", "final", "--max-cost", "10"] + more, environment: environment)
    }

    /// The tasks that the service was sent, as JSON.
    func tasks() throws -> [String] {
        try service.requests().filter { $0.kind == "videoInference" }.flatMap(\.tasks)
    }

    /// What the service charged, in millionths of a dollar.
    func charged() throws -> Int { try service.charges().reduce(0) { $0 + $1.microDollars } }
}

package import AuroraCore
package import AuroraWorkspace

/// Everything that a workspace asks for under one profile, as actions.
///
/// No action depends on another one yet, so the order of `actions` (by scene, then take) is a topological one.
package struct ActionGraph: Sendable {
    package let actions: [Action]

    /// Lowers the scenes of a workspace. `identity` names the provider of a choice.
    package init(_ workspace: Workspace, identity: (ProviderChoice) -> ProviderIdentity) {
        var actions: [Action] = []
        for scene in workspace.scenes {
            for take in 1...scene.settings.takes {
                actions.append(
                    Self.action(
                        ActionID(index: actions.count), scene, take: take, profile: workspace.profile,
                        provider: identity(scene.provider.value),
                        program: workspace.programs[scene.provider.value.name]))
            }
        }
        self.actions = actions
    }

    package subscript(id: ActionID) -> Action { actions[id.index] }

    private static func action(
        _ id: ActionID, _ scene: Scene, take: Int, profile: String, provider: ProviderIdentity, program: CommandProgram?
    ) -> Action {
        let work = TalkingHead(
            provider: provider, program: program, image: scene.image, audio: scene.audio,
            prompt: scene.prompt?.text ?? "",
            settings: scene.settings, seed: scene.settings.seed &+ UInt64(take - 1),
            // The renderer hears what is said; it does not read it yet.
            ignored: (scene.transcript == nil ? [] : ["transcript"]) + (program?.leftOut ?? []))
        return Action(
            id: id, scene: scene.id, span: scene.span, take: take, work: work,
            output: OutputPaths.video(scene.id, take: take, profile: profile, format: scene.settings.format),
            record: OutputPaths.record(scene.id, take: take, profile: profile), sources: scene.sources)
    }
}

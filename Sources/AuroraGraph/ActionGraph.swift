package import AuroraWorkspace

/// Everything that scenes ask for under one profile, as actions.
///
/// The order of `actions` is a topological one by construction: an action can only name products of actions that were
/// added before it. Scenes come in their order, and of one scene: what is fetched, speech, then each take with what is
/// derived from it; then the reels.
package struct ActionGraph: Sendable {
    package let actions: [Action]
    /// For each action, by its index: those that have its product among their inputs, in order.
    package let consumers: [[ActionID]]

    /// Lowers scenes, and the reels that are made of them. `profile` is where their results go.
    package init(_ scenes: [Scene], reels: [Reel] = [], profile: String, engines: Engines) {
        var builder = GraphBuilder(profile: profile, engines: engines, reels: reels)
        for scene in scenes { builder.add(scene) }
        for reel in reels { builder.add(reel) }
        self.init(actions: builder.actions)
    }

    /// A graph of these actions. Each has its place as its id, and names only products of earlier ones.
    package init(actions: [Action]) {
        var consumers = [[ActionID]](repeating: [], count: actions.count)
        for (index, action) in actions.enumerated() {
            precondition(action.id.index == index, "an action's id is its place in the graph")
            for producer in action.inputs.compactMap(\.input.producer) {
                precondition(producer < action.id, "an action's inputs are made before it")
                if consumers[producer.index].last != action.id { consumers[producer.index].append(action.id) }
            }
        }
        self.actions = actions
        self.consumers = consumers
    }

    package subscript(id: ActionID) -> Action { actions[id.index] }
}

package import AuroraBuild
package import AuroraCore
package import AuroraGraph

/// Why an action has the key it has.
package struct Explanation: Sendable {
    package struct Field: Sendable {
        package let name: String
        package let value: String
        /// For a file: its path.
        package let path: String?
        /// For what another action makes: that action's name.
        package let maker: String?
        /// How it is recorded, if differently.
        package let change: FieldChange?

        package init(name: String, value: String, path: String?, maker: String? = nil, change: FieldChange?) {
            self.name = name
            self.value = value
            self.path = path
            self.maker = maker
            self.change = change
        }
    }

    package let action: Action
    /// `nil` as long as an input of it has to be made first.
    package let key: ActionKey?
    package let isRecorded: Bool
    /// All fields of the key; none without one.
    package let fields: [Field]
    /// Fields that the record has and the key no longer has.
    package let gone: [FieldChange]
    /// What is stated but is in no key: it cannot change a byte.
    package let leftOut: [String]
    /// Other scenes that use the same inputs, by path.
    package let sharedInputs: [(path: String, scenes: [String])]
    /// Other actions with this very key: one run makes them all.
    package let sameKey: [String]
    /// Actions that have to be made first, before there is a key.
    package let after: [String]
    /// Whether it stays as it is recorded: key and fields are those of the record then.
    package var isPinned = false
    /// What prompt and settings are taken to ask for; nil if something else than the embedded renderer makes it.
    package var direction: DirectionReport?
}

extension Session {
    /// Every input of the keys of one scene's actions, which of them changed since the recorded ones, and who else uses
    /// them. What something is made from comes before it.
    package func explain(id: String) throws -> [Explanation] {
        let all = try graph(of: [])
        let wanted = try Self.closure(of: graph(of: [id]).actions.map(\.name), in: all)
        let plan = try plan(all)
        saveIndexIfPossible()
        let pins = try PinFiles(folder, profile: workspace.profile)
        let names = Dictionary(grouping: plan.steps.filter { $0.keyed != nil }, by: { $0.keyed?.key })
        return plan.steps.filter { wanted.contains($0.action.id) }.map { step in
            var explanation = explain(step, plan, sameKey: names[step.keyed?.key] ?? [])
            explanation.isPinned = pins.contains(step.action)
            explanation.direction = DirectionReport(of: step.action.work)
            return explanation
        }
    }

    /// The actions of these names, and all that their inputs are made by.
    private static func closure(of names: [String], in graph: ActionGraph) -> Set<ActionID> {
        let names = Set(names)
        var wanted = Set(graph.actions.filter { names.contains($0.name) }.map(\.id))
        for action in graph.actions.reversed() where wanted.contains(action.id) {
            wanted.formUnion(action.inputs.compactMap(\.input.producer))
        }
        return wanted
    }

    private func explain(_ step: PlannedAction, _ plan: Plan, sameKey: [PlannedAction]) -> Explanation {
        let action = step.action
        let recorded = plan.recordedFields(of: action) ?? RecordFiles(folder: folder).recorded(action)?.fields
        let fields = step.keyed?.fields ?? []
        let changes = step.keyed == nil ? [] : recorded.map { FieldChange.changes(from: $0, to: fields) } ?? []
        let inputs = Dictionary(uniqueKeysWithValues: action.inputs.map { ($0.field, $0.input) })
        let names = Set(fields.map(\.name))
        var after: [String] = []
        if case .pending(let pending) = step.state { after = pending.after }
        return Explanation(
            action: action, key: step.keyed?.key, isRecorded: recorded != nil,
            fields: fields.map { field in
                Explanation.Field(
                    name: field.name, value: field.value.description, path: inputs[field.name]?.file?.path,
                    maker: inputs[field.name]?.producer.map { plan.graph[$0].name },
                    change: changes.first { $0.name == field.name })
            },
            gone: changes.filter { !names.contains($0.name) },
            leftOut: action.work.ignored
                + (action.work.kind == .talkingHead ? ["takes"] : []) + ["the profile's name", "the scene's id"],
            sharedInputs: Self.shared(action, among: plan.graph.actions),
            sameKey: sameKey.map(\.action).filter { $0.id != action.id }.map(\.name), after: after)
    }

    private static func shared(_ action: Action, among all: [Action]) -> [(path: String, scenes: [String])] {
        action.inputs.compactMap(\.input.file).compactMap { file in
            let users = all.filter { other in
                other.scene != action.scene && other.inputs.contains { $0.input.file?.path == file.path }
            }
            let scenes = users.map(\.scene.text).uniqued()
            return scenes.isEmpty ? nil : (file.path, scenes)
        }
    }
}

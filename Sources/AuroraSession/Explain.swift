package import AuroraBuild
package import AuroraCore
package import AuroraGraph

/// Why an action has the key it has.
package struct Explanation: Sendable {
    package struct Field: Sendable {
        package let name: String
        package let value: String
        /// For an input: its path.
        package let path: String?
        /// How it is recorded, if differently.
        package let change: FieldChange?
    }

    package let action: Action
    package let key: ActionKey
    package let isRecorded: Bool
    package let fields: [Field]
    /// Fields that the record has and the key no longer has.
    package let gone: [FieldChange]
    /// What is stated but is in no key: it cannot change a byte.
    package let leftOut: [String]
    /// Other scenes that use the same inputs, by path.
    package let sharedInputs: [(path: String, scenes: [String])]
    /// Other actions with this very key: one run makes them all.
    package let sameKey: [String]
}

extension Session {
    /// Every input of the keys of one scene's takes, which of them changed since the recorded ones, and who else uses
    /// them.
    package func explain(id: String) throws -> [Explanation] {
        let all = try actions(of: [])
        let wanted = Set(try actions(of: [id]).map(\.id))
        let plan = try plan(all)
        try saveIndex()
        let records = RecordFiles(folder: folder)
        return plan.steps.filter { wanted.contains($0.action.id) }.map { step in
            let recorded = records.read(step.action.record)?.keyFields
            let changes = recorded.map { Planner.changes(from: $0, to: step.fields) } ?? []
            let paths = Dictionary(
                uniqueKeysWithValues: step.action.work.inputs.map { ($0.field, $0.file.path) })
            let names = Set(step.fields.map(\.name))
            return Explanation(
                action: step.action, key: step.key, isRecorded: recorded != nil,
                fields: step.fields.map { field in
                    Explanation.Field(
                        name: field.name, value: field.value.description, path: paths[field.name],
                        change: changes.first { $0.name == field.name })
                },
                gone: changes.filter { !names.contains($0.name) },
                leftOut: step.action.work.ignored + ["takes", "the profile's name", "the scene's id"],
                sharedInputs: Self.shared(step.action, among: all),
                sameKey: plan.steps.filter { $0.key == step.key && $0.action.id != step.action.id }.map(\.action.name))
        }
    }

    private static func shared(_ action: Action, among all: [Action]) -> [(path: String, scenes: [String])] {
        action.work.inputs.compactMap { input in
            let users = all.filter { other in
                other.scene != action.scene && other.work.inputs.contains { $0.file.path == input.file.path }
            }
            let scenes = users.map(\.scene.text).uniqued()
            return scenes.isEmpty ? nil : (input.file.path, scenes)
        }
    }
}

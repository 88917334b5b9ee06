package import AuroraCache
package import AuroraCore
package import AuroraGraph

/// Decides what to do about each action. Reads caches; changes nothing.
package struct Planner {
    /// What the committed or written record says of an action; `nil` if there is none.
    package struct Recorded: Sendable {
        /// Values of the key's fields by name, spelled as `KeyValue.description` does.
        package let fields: [String: String]

        package init(fields: [String: String]) { self.fields = fields }
    }

    private let actionCache: any ActionCache
    private let contentStore: any ContentStore
    private let recorded: (Action) -> Recorded?
    /// Whether video and record of this result are where they belong.
    private let isInPlace: (Action, ActionKey, [KeyField], ActionResult) throws -> Bool

    package init(
        actionCache: any ActionCache, contentStore: any ContentStore, recorded: @escaping (Action) -> Recorded?,
        isInPlace: @escaping (Action, ActionKey, [KeyField], ActionResult) throws -> Bool
    ) {
        self.actionCache = actionCache
        self.contentStore = contentStore
        self.recorded = recorded
        self.isInPlace = isInPlace
    }

    /// `digest` gives the digest of an input by its path; every input has one.
    package func plan(_ actions: [Action], digest: (String) -> Digest) throws -> Plan {
        Plan(
            steps: try actions.map { action in
                let fields = action.keyFields(digest: digest)
                let key = action.key(digest: digest)
                let inputs = action.work.inputs.map { ($0.file.path, digest($0.file.path)) }
                return PlannedAction(
                    action: action, key: key, fields: fields,
                    inputs: Dictionary(inputs, uniquingKeysWith: { first, _ in first }),
                    state: try state(of: action, key, fields))
            })
    }

    private func state(of action: Action, _ key: ActionKey, _ fields: [KeyField]) throws -> PlanState {
        if let result = try actionCache.result(for: key),
            try contentStore.size(of: result.video.digest) == result.video.bytes
        {
            return try isInPlace(action, key, fields, result) ? .current(result) : .restore(result)
        }
        guard let recorded = recorded(action) else { return .run(.new) }
        let changes = Self.changes(from: recorded.fields, to: fields)
        return .run(changes.isEmpty ? .resultMissing : .changed(changes))
    }

    /// The fields that differ, in the key's order; those that are gone come last.
    package static func changes(from old: [String: String], to new: [KeyField]) -> [FieldChange] {
        let changed = new.compactMap { field in
            let value = field.value.description
            return old[field.name] == value ? nil : FieldChange(name: field.name, old: old[field.name], new: value)
        }
        let names = Set(new.map(\.name))
        let gone = old.keys.filter { !names.contains($0) }.sorted()
        return changed + gone.map { FieldChange(name: $0, old: old[$0], new: nil) }
    }
}

package import AuroraCache
package import AuroraCore
package import AuroraGraph

/// Decides what to do about each action. Reads caches; changes nothing.
package struct Planner {
    private let actionCache: any ActionCache
    private let contentStore: any ContentStore
    /// The record of a published action; `nil` if there is none.
    private let recorded: @Sendable (Action) -> RecordedAction?
    /// Keys of products that were asked for anew: for them the cache counts, not the records.
    private let refreshed: Set<ActionKey>
    /// What a pinned action stays; `nil` for what is made of its inputs.
    private let pinned: @Sendable (Action) throws -> PinnedResult?
    /// Which of the file and the record of a result are where they belong.
    private let placement: @Sendable (KeyedAction, ActionResult) throws -> Placement
    /// The result that lies in its place as a record of this very key says; `nil` if none does.
    private let published: @Sendable (KeyedAction) throws -> ActionResult?

    package init(
        actionCache: any ActionCache, contentStore: any ContentStore, refreshed: Set<ActionKey> = [],
        recorded: @escaping @Sendable (Action) -> RecordedAction?,
        pinned: @escaping @Sendable (Action) throws -> PinnedResult? = { _ in nil },
        published: @escaping @Sendable (KeyedAction) throws -> ActionResult? = { _ in nil },
        placement: @escaping @Sendable (KeyedAction, ActionResult) throws -> Placement
    ) {
        self.actionCache = actionCache
        self.contentStore = contentStore
        self.refreshed = refreshed
        self.pinned = pinned
        self.recorded = recorded
        self.published = published
        self.placement = placement
    }

    /// `digest` gives the digest of a file by its path; every file among the inputs has one.
    package func plan(_ graph: ActionGraph, digest: @Sendable (String) -> Digest) throws -> Plan {
        let records = RecordedProducts(graph, refreshed: refreshed, record: recorded)
        let findings = try find(graph, records, digest)
        let looks = try looks(at: findings, graph)
        let adopted = adopted(findings, looks)
        var states = [PlanState?](repeating: nil, count: findings.count)
        // Backwards, since whether bytes are needed depends on those who take them.
        for index in findings.indices.reversed() {
            let consumers = graph.consumers[index].map { states[$0.index] }
            states[index] = state(of: graph.actions[index], findings[index], looks[index], consumers, records, graph)
            if case .run = states[index], let key = findings[index].key, let result = adopted[key] {
                states[index] = .restore(result, .file)
            }
        }
        let steps = zip(findings, states).enumerated().map { index, entry in
            let action = graph.actions[index]
            let length = looks[index].milliseconds
            switch (entry.0, entry.1) {
            case (.unknown(let after), _):
                return PlannedAction(
                    action, pending: .init(after: after, isNew: looks[index].isNew), recordedMilliseconds: length)
            case (.lost(let keyed, let diagnostics), _): return PlannedAction(action, keyed, lost: diagnostics)
            case (.known(let keyed, _), .some(let state)):
                return PlannedAction(keyed, state, recordedMilliseconds: length)
            case (.known, nil): preconditionFailure("every action has a state")
            }
        }
        var files: [String: Digest] = [:]
        for step in steps where step.keyed == nil {
            for path in step.action.inputs.compactMap(\.input.file?.path) { files[path] = digest(path) }
        }
        return Plan(graph: graph, steps: steps, recorded: records, fileDigests: files)
    }

    /// What is found out about an action before asking who needs it.
    private enum Finding: Sendable {
        /// Its key, and its result if the cache has that with all its bytes.
        case known(KeyedAction, ActionResult?)
        /// These have to be made first.
        case unknown(after: [String])
        /// It is pinned to what cannot be had.
        case lost(KeyedAction?, [Diagnostic])

        var key: ActionKey? {
            switch self {
            case .known(let keyed, _): keyed.key
            case .lost(let keyed, _): keyed?.key
            case .unknown: nil
            }
        }

        /// The action with its key, and what the digest of its product is as far as records and cache tell.
        func product(_ records: RecordedProducts) -> (KeyedAction, Digest)? {
            switch self {
            case .known(let keyed, let result): (records[keyed] ?? result?.artifact.digest).map { (keyed, $0) }
            case .lost(let keyed, _): keyed.flatMap { keyed in records[keyed].map { (keyed, $0) } }
            case .unknown: nil
            }
        }
    }

    /// Forwards, since a key needs what is known of the products before it.
    private func find(_ graph: ActionGraph, _ records: RecordedProducts, _ digest: @Sendable (String) -> Digest) throws
        -> [Finding]
    {
        // What is made from files alone waits for nobody: all processors look for it.
        let early = Parallel.map(graph.actions) { self.earlyFinding($0, records, digest) }
        var findings: [Finding] = []
        findings.reserveCapacity(graph.actions.count)
        for (action, early) in zip(graph.actions, early) {
            if let early {
                findings.append(try early.get())
                continue
            }
            var products: [ActionID: (KeyedAction, Digest)] = [:]
            var after: [String] = []
            for producer in action.inputs.compactMap(\.input.producer) {
                if let product = findings[producer.index].product(records) {
                    products[producer] = product
                } else {
                    after.append(graph[producer].name)
                }
            }
            guard after.isEmpty else {
                findings.append(try keeping(.unknown(after: after), action))
                continue
            }
            let keyed = KeyedAction(action, file: digest) { id in
                guard let product = products[id] else { preconditionFailure("every product was looked at") }
                return product
            }
            findings.append(try keeping(known(keyed, records), action))
        }
        return findings
    }

    /// What is found of an action, or what it is pinned to, if that is something else.
    private func keeping(_ natural: Finding, _ action: Action) throws -> Finding {
        switch try pinned(action) {
        case nil: return natural
        case .lost(let diagnostics, let recorded)?: return .lost(recorded, diagnostics)
        case .kept(let pinned, let kept, let isStored)?:
            if case .known(let keyed, let result?) = natural, keyed.key == pinned.key,
                result.artifact.digest == kept.artifact.digest
            {
                return natural
            }
            return .known(pinned, isStored ? kept : nil)
        }
    }

    /// `nil` for an action that needs what another one makes.
    private func earlyFinding(
        _ action: Action, _ records: RecordedProducts, _ digest: (String) -> Digest
    ) -> Result<Finding, any Error>? {
        guard action.inputs.allSatisfy({ $0.input.file != nil }) else { return nil }
        let keyed = KeyedAction(action, file: digest) { _ in
            preconditionFailure("an action without products needs none")
        }
        return Result { try keeping(known(keyed, records), action) }
    }

    /// What the cache has of an action, if that counts.
    private func known(_ keyed: KeyedAction, _ records: RecordedProducts) throws -> Finding {
        let result = try stored(keyed.key, actionCache, contentStore)
        return .known(keyed, result.flatMap { records.accept($0, of: keyed) ? $0 : nil })
    }

    /// What the workspace holds of an action.
    private enum Look: Sendable {
        case published(Placement)
        /// All but the cache has this result.
        case adoptable(ActionResult)
        case recorded(RecordedAction?)
        /// It has no place of its own.
        case unpublished

        var isNew: Bool {
            if case .recorded(nil) = self { true } else { false }
        }

        /// Of the recorded video.
        var milliseconds: Int? {
            if case .recorded(let record) = self { record?.milliseconds } else { nil }
        }
    }

    /// Looks at files and records, on all processors.
    private func looks(at findings: [Finding], _ graph: ActionGraph) throws -> [Look] {
        try Parallel.map(Array(zip(graph.actions, findings))) { action, finding in
            Result { try self.look(at: action, finding) }
        }.map { try $0.get() }
    }

    private func look(at action: Action, _ finding: Finding) throws -> Look {
        guard action.publication != nil else { return .unpublished }
        switch finding {
        case .known(let keyed, .some(let result)): return .published(try placement(keyed, result))
        case .known(let keyed, nil):
            let record = recorded(action)
            guard record?.key == keyed.key, let result = try published(keyed) else { return .recorded(record) }
            return .adoptable(result)
        case .unknown, .lost: return .recorded(recorded(action))
        }
    }

    /// The results that the cache will take from where they are published, by their keys: others of these keys have
    /// them from there.
    private func adopted(_ findings: [Finding], _ looks: [Look]) -> [ActionKey: ActionResult] {
        var found: [ActionKey: ActionResult] = [:]
        for (finding, look) in zip(findings, looks) {
            if case .adoptable(let result) = look, let key = finding.key { found[key] = result }
        }
        return found
    }

    private func state(
        of action: Action, _ finding: Finding, _ look: Look, _ consumers: [PlanState?], _ records: RecordedProducts,
        _ graph: ActionGraph
    ) -> PlanState {
        switch finding {
        case .unknown(let after): return .pending(.init(after: after, isNew: false))
        case .lost(_, let diagnostics): return .lost(diagnostics)
        case .known(_, .some(let result)):
            guard case .published(let placement) = look else { return .current(result) }
            return switch placement {
            case .complete: .current(result)
            case .withoutRecord: .restore(result, .record)
            case .absent: .restore(result, .file)
            }
        case .known(let keyed, nil):
            if case .adoptable(let result) = look { return .restore(result, .cacheEntry) }
            var fields: [String: String]?
            if case .recorded(let record) = look {
                fields = record?.fields
            } else {
                fields = records.fields(of: action, in: graph)
            }
            let reason = Self.reason(keyed, recorded: fields)
            if action.publication != nil { return .run(reason) }
            if consumers.contains(where: { $0?.willRun == true }) { return .run(reason) }
            if consumers.contains(where: { $0?.mayRun == true }) {
                // What waits for its digest waits for a run; what knows that already needs the bytes only if it runs.
                return records[keyed] == nil ? .run(reason) : .standby(reason)
            }
            return .unneeded
        }
    }

    private static func reason(_ keyed: KeyedAction, recorded: [String: String]?) -> RunReason {
        guard let recorded else { return .new }
        let changes = FieldChange.changes(from: recorded, to: keyed.fields)
        return changes.isEmpty ? .resultMissing : .changed(changes)
    }
}

/// The result of a key, if the cache has it and the store its bytes.
func stored(_ key: ActionKey, _ actionCache: any ActionCache, _ contentStore: any ContentStore) throws -> ActionResult?
{
    guard let result = try actionCache.result(for: key),
        try contentStore.size(of: result.artifact.digest) == result.artifact.bytes
    else { return nil }
    return result
}

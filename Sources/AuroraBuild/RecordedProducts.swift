package import AuroraCore
import AuroraGraph

/// What the committed or written record says of a published action.
package struct RecordedAction: Hashable, Sendable {
    package let key: ActionKey
    package let output: Digest
    /// Values of the key's fields by name, spelled as `KeyValue.description` does.
    package let fields: [String: String]
    /// The inputs that were made by other actions, by the names of their fields.
    package let products: [String: Product]
    /// Length of the recorded video in milliseconds, if it is one.
    package let milliseconds: Int?

    /// An input that another action made.
    package struct Product: Hashable, Sendable {
        package let key: ActionKey
        package let digest: Digest
        /// The fields behind the maker's key; empty if it has a record of its own.
        package let fields: [String: String]

        package init(key: ActionKey, digest: Digest, fields: [String: String]) {
            self.key = key
            self.digest = digest
            self.fields = fields
        }
    }

    package init(
        key: ActionKey, output: Digest, fields: [String: String], products: [String: Product], milliseconds: Int? = nil
    ) {
        self.key = key
        self.output = output
        self.fields = fields
        self.products = products
        self.milliseconds = milliseconds
    }
}

/// What records say that actions made. A key's product is what it was when it was first recorded, wherever it is made
/// again: so the keys of what depends on it are the same for everybody who has the records.
struct RecordedProducts: Sendable {
    private var digests: [ActionKey: Digest] = [:]
    /// The records of the graph's actions that make or take products, by the action's index.
    private var records: [Int: RecordedAction] = [:]

    /// Reads the records of published actions that have to do with products. Where there are none, nothing is read.
    /// What they say of the products of `refreshed` keys no longer counts.
    init(_ graph: ActionGraph, refreshed: Set<ActionKey>, record: @Sendable (Action) -> RecordedAction?) {
        let concerned = graph.actions.filter { action in
            guard action.publication != nil else { return false }
            return !graph.consumers[action.id.index].isEmpty
                || action.inputs.contains { $0.input.producer != nil }
        }
        for (action, record) in zip(concerned, Parallel.map(concerned, record)) {
            guard let record else { continue }
            records[action.id.index] = record
            digests[record.key] = record.output
            for product in record.products.values
            where digests[product.key] == nil && !refreshed.contains(product.key) {
                digests[product.key] = product.digest
            }
        }
    }

    /// The digest that the product of an action has; what its own record says comes first.
    subscript(keyed: KeyedAction) -> Digest? {
        if let record = records[keyed.action.id.index], record.key == keyed.key { return record.output }
        return digests[keyed.key]
    }

    /// Whether a result is one that counts for an action: of what is pinned, only the recorded one does.
    func accept(_ result: ActionResult, of keyed: KeyedAction) -> Bool {
        guard keyed.action.work.isPinned, let pinned = self[keyed] else { return true }
        return pinned == result.artifact.digest
    }

    /// The fields that an action without a record of its own had, as the record of an action tells that takes its
    /// product.
    func fields(of action: Action, in graph: ActionGraph) -> [String: String]? {
        for consumer in graph.consumers[action.id.index] {
            guard let record = records[consumer.index] else { continue }
            let inputs = graph[consumer].inputs
            for named in inputs where named.input.producer == action.id {
                if let product = record.products[named.field] { return product.fields }
            }
        }
        return nil
    }
}

package import AuroraCore
package import AuroraGraph

/// What is committed about one output: from what it was made, by whom, what it is, and what it cost.
///
/// A pure function of the scene's id, the names of its inputs and the action's result as first made: two people who
/// build one commit write the same bytes. File format 1; a reader refuses a later one.
package struct ProvenanceRecord: Hashable, Sendable {
    package let scene: String
    package let take: Int
    package let key: ActionKey
    package let provider: ProviderIdentity
    /// Path and digest of each input, by the name of its field in the key.
    package let inputs: [String: RecordedInput]
    /// The other fields of the key, as text, without those of the provider.
    package let parameters: [String: String]
    package let output: Artifact
    package let media: MediaFacts
    package let cost: Cost

    /// A file that went in.
    package struct RecordedInput: Hashable, Sendable, Codable {
        package let path: String
        package let sha256: Digest
    }

    package init(action: Action, key: ActionKey, fields: [KeyField], result: ActionResult) {
        scene = action.scene.text
        take = action.take
        self.key = key
        provider = action.work.provider
        let paths = Dictionary(uniqueKeysWithValues: action.work.inputs.map { ($0.field, $0.file.path) })
        var inputs: [String: RecordedInput] = [:]
        var parameters: [String: String] = [:]
        for field in fields where !Self.providerFields.contains(field.name) {
            if case .digest(let digest) = field.value, let path = paths[field.name] {
                inputs[field.name] = RecordedInput(path: path, sha256: digest)
            } else {
                parameters[field.name] = field.value.description
            }
        }
        self.inputs = inputs
        self.parameters = parameters
        output = result.video
        media = result.media
        cost = result.cost
    }

    /// This record, with the output that `earlier` has, if that one is of the same key.
    ///
    /// A free result may have other bytes on another class of processor; the record keeps the first ones.
    package func keepingOutput(of earlier: ProvenanceRecord?) -> ProvenanceRecord {
        guard let earlier, earlier.key == key else { return self }
        return ProvenanceRecord(
            scene: scene, take: take, key: key, provider: provider, inputs: inputs, parameters: parameters,
            output: earlier.output, media: earlier.media, cost: earlier.cost)
    }

    /// All fields of the key as text, by name: what a new key is compared with.
    package var keyFields: [String: String] {
        var fields = parameters
        for (name, input) in inputs { fields[name] = input.sha256.hexadecimal }
        fields["provider"] = provider.name
        fields["model"] = provider.model
        fields["engine"] = provider.engine
        return fields
    }

    private static let providerFields: Set = ["provider", "model", "engine"]

    init(
        scene: String, take: Int, key: ActionKey, provider: ProviderIdentity, inputs: [String: RecordedInput],
        parameters: [String: String], output: Artifact, media: MediaFacts, cost: Cost
    ) {
        self.scene = scene
        self.take = take
        self.key = key
        self.provider = provider
        self.inputs = inputs
        self.parameters = parameters
        self.output = output
        self.media = media
        self.cost = cost
    }
}

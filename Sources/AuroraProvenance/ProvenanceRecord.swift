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
    /// What went in, by the name of its field in the key.
    package let inputs: [String: RecordedInput]
    /// The other fields of the key, as text, without those of the provider.
    package let parameters: [String: String]
    package let output: Artifact
    /// What the output is, if it is a video.
    package let media: MediaFacts?
    package let cost: Cost
    /// What is known of the payment; `nil` for what is free.
    package let paid: PaidFacts?

    package init(_ keyed: KeyedAction, _ result: ActionResult) {
        scene = keyed.action.scene.text
        take = keyed.action.take
        key = keyed.key
        provider = keyed.action.work.provider
        var inputs: [String: RecordedInput] = [:]
        for input in keyed.inputs { inputs[input.field] = RecordedInput(input) }
        var parameters: [String: String] = [:]
        for field in keyed.fields where !Self.providerFields.contains(field.name) && inputs[field.name] == nil {
            parameters[field.name] = field.value.description
        }
        self.inputs = inputs
        self.parameters = parameters
        output = result.artifact
        media = result.media
        cost = result.cost
        paid = result.paid
    }

    /// This record, with the output that `earlier` has, if that one is of the same key.
    ///
    /// A free result may have other bytes on another class of processor, and a paid one was paid once; the record keeps the
    /// first ones.
    package func keepingOutput(of earlier: ProvenanceRecord?) -> ProvenanceRecord {
        guard let earlier, earlier.key == key else { return self }
        return ProvenanceRecord(
            scene: scene, take: take, key: key, provider: provider, inputs: inputs, parameters: parameters,
            output: earlier.output, media: earlier.media, cost: earlier.cost, paid: earlier.paid)
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

    /// What the file of an output is called whose record is called `name`: `baker.mp4`, `baker.poster.jpg`. A variant in
    /// another container is named by it: `baker.webm`, and so are captions. The record may be anybody's making: what is no suffix of ours is
    /// not taken.
    package func outputName(_ name: String) -> String {
        let known = ["mp4", "webm", "mov"]
        let format = parameters["format"].flatMap { known.contains($0) ? $0 : nil } ?? "mp4"
        return switch parameters["kind"] {
        case ActionKind.poster.rawValue, ActionKind.sheet.rawValue: "\(name).jpg"
        case ActionKind.preview.rawValue: "\(name).webp"
        case ActionKind.captions.rawValue: name
        case ActionKind.variant.rawValue where name.hasSuffix(".\(format)"): name
        default: "\(name).\(format)"
        }
    }

    private static let providerFields: Set = ["provider", "model", "engine"]

    init(
        scene: String, take: Int, key: ActionKey, provider: ProviderIdentity, inputs: [String: RecordedInput],
        parameters: [String: String], output: Artifact, media: MediaFacts?, cost: Cost,
        paid: PaidFacts?
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
        self.paid = paid
    }
}

/// What went in: a file, or what another action made.
package struct RecordedInput: Hashable, Sendable {
    package let sha256: Digest
    /// Of a file of the workspace; `nil` for what was made.
    package let path: String?
    /// Who made it; `nil` for a file.
    package let madeBy: Maker?

    /// The action that made an input: what finds its product again without making it.
    package struct Maker: Hashable, Sendable {
        package let key: ActionKey
        /// The fields of that key as text, by name; none if the maker has a record of its own.
        package let parameters: [String: String]
    }

    init(sha256: Digest, path: String?, madeBy: Maker?) {
        self.sha256 = sha256
        self.path = path
        self.madeBy = madeBy
    }

    init(_ input: KeyedInput) {
        sha256 = input.digest
        path = input.input.file?.path
        madeBy = input.maker.map { maker in
            let fields = maker.fields.map { ($0.name, $0.value.description) }
            return Maker(key: maker.key, parameters: Dictionary(uniqueKeysWithValues: fields))
        }
    }
}

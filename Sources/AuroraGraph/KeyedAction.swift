package import AuroraCore

/// An action whose inputs are all known, and so its key.
package struct KeyedAction: Sendable {
    package let action: Action
    package let key: ActionKey
    /// The fields behind the key, in their order.
    package let fields: [KeyField]
    /// The inputs with their digests, in the order of `action.inputs`.
    package let inputs: [KeyedInput]
    /// Whether it is an action as a record tells it, which cannot be run.
    package let isRecorded: Bool

    /// An action as a record tells it, whatever it has become since: it has no inputs, since nothing is made of them.
    package init(recorded action: Action, key: ActionKey, fields: [KeyField]) {
        self.action = action
        self.key = key
        self.fields = fields
        inputs = []
        isRecorded = true
    }

    /// `file` tells the digest of a file by its path; `product` what is known of an earlier action's product.
    package init(
        _ action: Action, file: (String) -> Digest, product: (ActionID) -> (maker: KeyedAction, digest: Digest)
    ) {
        self.action = action
        var inputs: [KeyedInput] = []
        for named in action.inputs {
            switch named.input {
            case .file(let workspaceFile):
                inputs.append(KeyedInput(named, digest: file(workspaceFile.path), maker: nil))
            case .product(let id, _, _):
                let (maker, digest) = product(id)
                inputs.append(KeyedInput(named, digest: digest, maker: KeyedInput.Maker(maker)))
            }
        }
        var listing = ListingKeyWriter()
        action.describe(to: &listing) { input in
            guard let known = inputs.first(where: { $0.input == input }) else {
                preconditionFailure("a key is made of declared inputs")
            }
            return known.digest
        }
        var hashing = HashingKeyWriter()
        for field in listing.fields { hashing.field(field.name, field.value) }
        fields = listing.fields
        key = ActionKey(hashing.finish())
        self.inputs = inputs
        isRecorded = false
    }
}

/// An input as it went into a key.
package struct KeyedInput: Sendable {
    package let field: String
    package let input: Input
    package let digest: Digest
    /// Who makes it; `nil` for a file of the workspace.
    package let maker: Maker?

    /// The action that makes an input.
    package struct Maker: Sendable {
        package let id: ActionID
        package let name: String
        package let key: ActionKey
        /// The fields behind the maker's key; none if it has a record of its own, which holds them.
        package let fields: [KeyField]

        init(_ maker: KeyedAction) {
            id = maker.action.id
            name = maker.action.name
            key = maker.key
            fields = maker.action.publication == nil ? maker.fields : []
        }
    }

    init(_ named: NamedInput, digest: Digest, maker: Maker?) {
        field = named.field
        input = named.input
        self.digest = digest
        self.maker = maker
    }
}

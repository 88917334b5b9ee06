package import AuroraCore
import AuroraGraph

extension ProvenanceRecord {
    /// The keys that the record's own fields can have: mostly one. `nil` if it has fields that this version does not
    /// know.
    package var possibleKeys: Set<ActionKey>? {
        var parameters = parameters
        parameters["provider"] = provider.name
        parameters["model"] = provider.model
        parameters["engine"] = provider.engine
        return KeyRecipe.keys(of: parameters, inputs: inputs.mapValues(\.sha256))
    }
}

package import AuroraCore

/// Works a key out again from its fields as a record tells them: by name, as text, without their order.
package enum KeyRecipe {
    /// The fields of all kinds of action in the order in which `Action.describe(to:)` writes those that it writes. What
    /// a record calls an input is a digest.
    private static let order = [
        "keyFormat", "kind", "provider", "model", "engine", "image", "audio", anyFile, "video", "words", "captions",
        anyPart,
        "music", "brand", "font", "run", "imageSuffix", "audioSuffix", "prompt", "transcript", "cfgScale", "format",
        "quality", "safety", "take", "seed", "size", "fps", "motion", "expression", "blinkRate", "camera", "warmth",
        "backgroundBlur", "codec", "face", "text", "voice", "rate", "url", "atMilliseconds", "fromMilliseconds",
        "lengthMilliseconds", "columns", "rows", "width", "aspect", "fit",
        "captioned",
        "language", "lineLength", "lines", "from", "captionSize", "captionPosition", "captionBox", "captionColor",
        "stills", "gapMilliseconds", "crossfadeMilliseconds", "gainTenths", "duckTenths", "loudnessTenths",
        "disclosure", "disclosureCorner", "brandCorner", "brandWidth",
    ]
    private static let integers: Set = [
        "keyFormat", "quality", "take", "fps", "atMilliseconds", "motion", "blinkRate", "warmth", "backgroundBlur",
        "lineLength", "lines", "fromMilliseconds", "lengthMilliseconds", "columns", "rows", "width", "gapMilliseconds",
        "crossfadeMilliseconds", "gainTenths", "duckTenths", "loudnessTenths",
    ]
    private static let inputNames: Set = ["image", "audio", "video", "words", "captions", "music", "brand", "font"]
    /// Stands for the files of a program, which are called `file` and their path.
    private static let anyFile = "file "
    /// Stands for the parts of a reel, whose names sort as they are joined.
    private static let anyPart = Joining.partField
    /// The files of a program can have been declared in any order; so many are tried in each.
    private static let mostFiles = 5

    /// The keys that these fields can have: several if their order is not known; `nil` for fields that this version
    /// does not know.
    package static func keys(of parameters: [String: String], inputs: [String: Digest]) -> Set<ActionKey>? {
        guard parameters["keyFormat"] == "1" else { return nil }
        let files = inputs.keys.filter { $0.hasPrefix(anyFile) }.sorted()
        let parts = inputs.keys.filter { $0.hasPrefix(anyPart) }.sorted()
        let others = Set(inputs.keys).subtracting(files + parts).union(parameters.keys)
        guard others.isSubset(of: order), files.count <= mostFiles else { return nil }
        var keys: Set<ActionKey> = []
        for files in permutations(of: files) {
            var writer = HashingKeyWriter()
            for name in order.flatMap({ $0 == anyFile ? files : $0 == anyPart ? parts : [$0] }) {
                if let digest = inputs[name] {
                    writer.field(name, .digest(digest))
                } else if let text = parameters[name] {
                    guard let value = value(name, text) else { return nil }
                    writer.field(name, value)
                }
            }
            keys.insert(ActionKey(writer.finish()))
        }
        return keys
    }

    /// The keys that all fields of an action can have, where the digests of its inputs stand among the others as text: as a record
    /// tells what made an input.
    package static func keys(of fields: [String: String]) -> Set<ActionKey>? {
        var (parameters, inputs) = (fields, [String: Digest]())
        for (name, text) in fields {
            let isInput = inputNames.contains(name) || name.hasPrefix(anyFile) || name.hasPrefix(anyPart)
            guard isInput, let digest = Digest(hexadecimal: text) else { continue }
            inputs[name] = digest
            parameters[name] = nil
        }
        return keys(of: parameters, inputs: inputs)
    }

    private static func value(_ name: String, _ text: String) -> KeyValue? {
        guard integers.contains(name) else { return .text(text) }
        return Int64(text).map { .integer($0) }
    }

    private static func permutations(of names: [String]) -> [[String]] {
        names.reduce([[]]) { arrangements, name in
            arrangements.flatMap { arrangement in
                (0...arrangement.count).map { place in
                    var longer = arrangement
                    longer.insert(name, at: place)
                    return longer
                }
            }
        }
    }
}

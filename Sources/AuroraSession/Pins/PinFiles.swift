import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance

/// Outputs of a profile that stay as they are recorded, whatever changes: one small file for each, below
/// `records/pins/<profile>`, so that git merges two people's pins without a conflict.
struct PinFiles: Sendable {
    static let suffix = ".pin"

    private let folder: ContainedFolder
    /// Workspace path of the folder with the profile's pins.
    let directory: String
    /// Workspace paths of the pins that there are, sorted.
    let paths: [String]
    private let known: Set<String>

    /// Lists a profile's pins. Without a folder of pins, nothing more is looked at.
    init(_ folder: ContainedFolder, profile: String) throws {
        self.folder = folder
        directory = "records/pins/\(profile)"
        paths = try RecordFiles(folder: folder).paths(under: directory).filter { $0.hasSuffix(Self.suffix) }
        known = Set(paths)
    }

    /// Folders that hold pins, as workspace paths.
    var directories: Set<String> {
        var found: Set = [directory]
        for path in paths {
            var parent = Paths.parent(path) ?? directory
            while found.insert(parent).inserted { parent = Paths.parent(parent) ?? directory }
        }
        return found
    }

    /// Where the pin of an action's output is, or would be.
    func path(of action: Action) -> String { "\(directory)/\(action.name)\(Self.suffix)" }

    func contains(_ action: Action) -> Bool {
        guard action.publication != nil, !paths.isEmpty else { return false }
        return known.contains(path(of: action))
    }

    /// The digest that the output of an action is pinned to, or why its pin does not tell.
    func digest(of action: Action) -> Result<Digest, DiagnosticsError> {
        let path = path(of: action)
        if let bytes = try? folder.open(path).contents(limit: 4096), let digest = Self.digest(file: bytes) {
            return .success(digest)
        }
        let (shown, name) = (PrintableText.sanitized(path), PrintableText.sanitized(action.name))
        return .failure(
            DiagnosticsError([
                Diagnostic(
                    "`\(shown)` is no pin that this version of Aurora can read",
                    hint: "run `aurora pin --remove \(name)`, or bring it back with git")
            ]))
    }

    /// The digest that the bytes of a pin speak of; `nil` if they are none, or of a later format.
    static func digest(file bytes: [UInt8]) -> Digest? {
        guard let json = CanonicalJSON(file: bytes), json.object?["format"]?.integer == 1 else { return nil }
        return json.object?["sha256"]?.text.flatMap { Digest(hexadecimal: $0) }
    }

    /// What a pin says.
    static func file(_ digest: Digest) -> [UInt8] {
        CanonicalJSON.object(["format": .integer(1), "sha256": .text(digest.hexadecimal)]).file
    }
}

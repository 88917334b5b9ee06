package import AuroraCore
import AuroraFiles
package import AuroraProvenance

/// One output as a record tells it, wherever the record lies: on disk or in a commit.
package struct RecordedOutput: Hashable, Sendable {
    /// Workspace-relative: `records/draft/3f/baker.t2.json`.
    package let recordPath: String
    package let profile: String
    /// As people name it: `baker.t2`.
    package let name: String
    package let record: ProvenanceRecord

    /// Which result it is. Two outputs of one result were made, and paid for, once.
    package struct Result: Hashable, Sendable {
        package let key: ActionKey
        package let digest: Digest
    }

    /// `nil` if the path is not one of a record, or the bytes are none. Paths come from commits that anybody may have
    /// made: one that leads elsewhere is no record's.
    package init?(path: String, bytes: [UInt8]) {
        guard let place = RecordPlace(path), let record = ProvenanceRecord(file: bytes) else { return nil }
        recordPath = path
        profile = place.profile
        name = place.name
        self.record = record
    }

    package var result: Result { Result(key: record.key, digest: record.output.digest) }

    /// Where the output belongs, below a folder of outputs: `draft/baker.t2.mp4`.
    package var relativeOutput: String { "\(profile)/\(record.outputName(name))" }

    /// Where a build puts it, workspace-relative.
    package var output: String { "out/" + relativeOutput }

    /// Of the video, if it is one.
    package var durationMilliseconds: Int? { record.media?.durationMilliseconds }

    /// Whether `id` names this output, its scene, or a campaign that it belongs to.
    package func isNamed(by id: String) -> Bool {
        name == id || record.scene == id || record.scene.hasPrefix(id + "/")
    }
}

/// What a record's path says.
struct RecordPlace: Hashable {
    let profile: String
    /// The two digits that the scene's name hashes to.
    let fan: String
    let name: String

    /// `nil` for any other path.
    init?(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] == "records", path.hasSuffix(".json"),
            Paths.normalized(relative: path) == path, parts.allSatisfy({ !$0.hasPrefix(".") })
        else { return nil }
        profile = String(parts[1])
        fan = String(parts[2])
        name = String(parts[3...].joined(separator: "/").dropLast(".json".count))
        if name.isEmpty || name.hasSuffix("/") { return nil }
    }
}

/// The records of one commit, or of the workspace as it lies there.
package struct RecordSet: Sendable {
    /// By path.
    package private(set) var outputs: [String: RecordedOutput] = [:]
    /// What is pinned, by path.
    package private(set) var pins: [String: RecordedPin] = [:]
    /// Files among the records that are none, nor pins.
    package private(set) var unreadable: [String] = []

    package init(_ files: [String: [UInt8]]) {
        for (path, bytes) in files {
            if let output = RecordedOutput(path: path, bytes: bytes) {
                outputs[path] = output
            } else if let pin = RecordedPin(path: path, bytes: bytes) {
                pins[path] = pin
            } else {
                unreadable.append(path)
            }
        }
        unreadable.sort()
    }

    /// Those that `isWanted` takes.
    func filtered(_ isWanted: (RecordedOutput) -> Bool) -> RecordSet {
        var result = self
        result.outputs = outputs.filter { isWanted($0.value) }
        return result
    }

    /// Those that a selection takes, and their pins.
    func selected(_ selection: OutputSelection) -> RecordSet {
        var result = filtered(selection.takes)
        result.pins = pins.filter { selection.takes($0.value) }
        return result
    }

    /// The pin of an output, if that says what it stays and its record is of that.
    func pin(of output: RecordedOutput) -> RecordedPin? {
        let pin = pins["records/pins/\(output.profile)/\(output.name)\(PinFiles.suffix)"]
        return pin?.digest == output.result.digest ? pin : nil
    }

    /// By profile, then name.
    package var sorted: [RecordedOutput] { outputs.values.sorted(by: RecordedOutput.precedes) }
}

extension RecordedOutput {
    static func precedes(_ left: RecordedOutput, _ right: RecordedOutput) -> Bool {
        let one = left.profile == right.profile ? left.name : left.profile
        let other = left.profile == right.profile ? right.name : right.profile
        return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

/// Which outputs a command is about.
package struct OutputSelection: Hashable, Sendable {
    /// Outputs, scenes or campaigns; empty for all.
    package let ids: [String]
    /// `nil` for all.
    package let profile: String?
    /// What releases cover, if it is about releases; else empty.
    private let releases: [ReleaseManifest]

    package init(ids: [String] = [], profile: String? = nil) {
        self.init(ids: ids, profile: profile, releases: [])
    }

    private init(ids: [String], profile: String?, releases: [ReleaseManifest]) {
        self.ids = ids
        self.profile = profile
        self.releases = releases
    }

    package func takes(_ output: RecordedOutput) -> Bool {
        (profile == nil || profile == output.profile) && (ids.isEmpty || ids.contains { output.isNamed(by: $0) })
            && (releases.isEmpty || releases.contains { $0.covers(output) })
    }

    func takes(_ pin: RecordedPin) -> Bool {
        (profile == nil || profile == pin.profile) && (ids.isEmpty || ids.contains { pin.isNamed(by: $0) })
            && (releases.isEmpty || releases.contains { $0.covers(pin) })
    }

    /// This selection, of what at least one of the revisions covers that are releases.
    func within(_ revisions: [Revision]) -> OutputSelection {
        OutputSelection(ids: ids, profile: profile, releases: revisions.compactMap(\.manifest))
    }
}

extension ReleaseManifest {
    /// Whether a release of this campaign and profile is about the output, named in the manifest or not.
    fileprivate func covers(_ output: RecordedOutput) -> Bool {
        output.profile == profile && campaign.map { output.isNamed(by: $0) } ?? true
    }
}

extension ReleaseManifest {
    fileprivate func covers(_ pin: RecordedPin) -> Bool {
        pin.profile == profile && campaign.map { pin.isNamed(by: $0) } ?? true
    }
}

extension Revision {
    /// What a release says of its outputs; `nil` for anything else.
    package var manifest: ReleaseManifest? { tag.flatMap { ReleaseManifest(message: $0.message) } }
}

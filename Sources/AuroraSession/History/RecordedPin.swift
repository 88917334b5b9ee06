package import AuroraCore
import AuroraFiles
import AuroraProvenance

/// A pin as its file tells, wherever that lies: on disk or in a commit.
package struct RecordedPin: Hashable, Sendable {
    /// Workspace-relative: `records/pins/draft/baker.t2.pin`.
    package let path: String
    package let profile: String
    /// Of the output, as people name it: `baker.t2`.
    package let name: String
    /// What the output stays; `nil` for a file that this version cannot read.
    package let digest: Digest?

    /// `nil` if the path is not one of a pin.
    init?(path: String, bytes: [UInt8]) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] == "records", parts[1] == "pins", path.hasSuffix(PinFiles.suffix),
            Paths.normalized(relative: path) == path
        else { return nil }
        self.path = path
        profile = String(parts[2])
        name = String(parts[3...].joined(separator: "/").dropLast(PinFiles.suffix.count))
        digest = PinFiles.digest(file: bytes)
    }

    /// Whether `id` names the pinned output, its scene, or a campaign that it belongs to.
    func isNamed(by id: String) -> Bool {
        name == id || name.hasPrefix(id + "/") || name.hasPrefix(id + ".")
    }
}

/// What a commit did about a pin.
package struct PinEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case pinned, unpinned
        /// It stays another result than before.
        case moved
    }

    package let kind: Kind
    /// As it is afterwards, or was before it went.
    package let pin: RecordedPin
}

extension PinEvent {
    /// What a commit did about pins, by path.
    static func events(of commit: RecordCommit) -> [PinEvent] {
        commit.changes.compactMap { change in
            let before = change.before.flatMap { RecordedPin(path: change.path, bytes: $0) }
            let after = change.after.flatMap { RecordedPin(path: change.path, bytes: $0) }
            return switch (before, after) {
            case (nil, nil): nil
            case (nil, .some(let pin)): PinEvent(kind: .pinned, pin: pin)
            case (.some(let pin), nil): PinEvent(kind: .unpinned, pin: pin)
            case (.some(let old), .some(let pin)):
                old.digest == pin.digest ? nil : PinEvent(kind: .moved, pin: pin)
            }
        }
    }
}

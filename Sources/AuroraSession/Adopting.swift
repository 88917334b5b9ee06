import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraProvenance

/// Results that the cache takes back from where they are published: it may be deleted at any time, and what is in its
/// place as its record says need not be made again for that.
extension Session {
    /// The result that lies in its place as a record of this very key says; `nil` if none does. Its file is read unless
    /// its digest is remembered.
    func published(_ keyed: KeyedAction, _ records: RecordFiles) throws -> ActionResult? {
        guard let publication = keyed.action.publication, let record = records.read(publication.record),
            record.key == keyed.key, try holds(publication.output, record.output.digest),
            try FileFacts.of(folder.absolute(publication.output))?.size == record.output.bytes
        else { return nil }
        return ActionResult(artifact: record.output, media: record.media, cost: record.cost, paid: record.paid)
    }

    /// Copies the published file of an action into the store if it has the bytes of this result. Returns whether it
    /// has: what counts is the digest of the copy.
    func adopt(_ keyed: KeyedAction, _ result: ActionResult) throws -> Bool {
        guard let publication = keyed.action.publication else { return false }
        return try takeIn(result.artifact.digest, from: publication.output)
    }

    /// Copies a file of the workspace into the store if it has the bytes of this digest. Returns whether it has.
    func takeIn(_ digest: Digest, from output: String) throws -> Bool {
        // A file that is gone, a link or a folder is no copy.
        guard let file = try? folder.open(output) else { return false }
        try Files.createDirectories(layout.temporary)
        let copy = try layout.freshTemporary()
        guard try Files.copy(file, toNew: copy) == digest else {
            try Files.remove(copy)
            return false
        }
        _ = try contentStore.ingest(movingFrom: copy)
        return true
    }

    /// The result of a step of which file and record are in their places, whatever the cache has.
    func placed(_ step: PlannedAction) -> ActionResult? {
        switch step.state {
        case .current(let result): return result
        case .restore(let result, .cacheEntry):
            guard let keyed = step.keyed, let publication = step.action.publication else { return nil }
            let isInPlace =
                keyed.isRecorded || RecordFiles(folder: folder).due(keyed, result, at: publication.record).isInPlace
            return isInPlace ? result : nil
        case .restore, .run, .pending, .standby, .unneeded, .lost: return nil
        }
    }
}

package import AuroraCore
import AuroraGallery

extension WorkspaceHistory {
    /// Where a gallery of these changes has a still of each output, relative to the gallery's folder, by the outputs' digests:
    /// whoever names them needs no gallery yet.
    package func stillAddresses(of diff: RevisionDiff) throws -> [Digest: String] {
        let before = try records(at: diff.older.commit)
        let after = try diff.newer.map { try records(at: $0.commit) } ?? recordsOnDisk()
        var addresses: [Digest: String] = [:]
        for change in diff.changes {
            for (output, records) in [(change.before, before), (change.after, after)] {
                guard let output else { continue }
                let still = output.medium == .picture ? output : records.poster(of: output)
                let digest = output.result.digest
                if let still {
                    addresses[digest] = GalleryFiles.address(
                        GalleryFiles.name(still.result.digest, suffix: still.suffix))
                } else if output.medium == .video {
                    addresses[digest] = GalleryFiles.address(GalleryFiles.stillName(digest))
                }
            }
        }
        return addresses
    }
}

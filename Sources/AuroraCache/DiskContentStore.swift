package import AuroraCore
package import AuroraFiles

/// A content store in a folder on this machine.
package struct DiskContentStore: ContentStore {
    let layout: DiskLayout

    package init(_ layout: DiskLayout) { self.layout = layout }

    package func size(of digest: Digest) throws -> Int64? {
        guard let facts = try FileFacts.of(layout.object(digest)), facts.kind == .regular else { return nil }
        return facts.size
    }

    package func ingest(movingFrom path: String, durability: Files.Durability) throws -> Artifact {
        let staged = try takeAside(path)
        try Files.makeReadOnly(staged)
        let file = try OpenFile.reading(staged)
        let bytes = try file.facts().size
        let digest = try file.digest(expecting: bytes)
        let artifact = Artifact(digest: digest, bytes: bytes)
        let object = layout.object(digest)
        if try size(of: digest) == artifact.bytes {
            // As young as if it were new: nobody collects what a build has just found.
            try Files.touch(object)
            try Files.remove(staged)
        } else {
            // Worktrees may be on different file systems.
            try Files.publish(staged, at: object)
        }
        if durability == .powerCut { try Files.sync(file: object) }
        return artifact
    }

    /// Moves a file into a private place: nobody who knows the old name can change it between hashing and storing.
    private func takeAside(_ path: String) throws -> String {
        let staged = try layout.freshTemporary()
        do throws(FileError) { try Files.rename(path, to: staged) } catch {
            // Nearly always the folder is there, so nobody asks before.
            try Files.createDirectories(layout.temporary)
            do throws(FileError) { try Files.rename(path, to: staged) } catch {
                guard error.isCrossDevice else { throw error }
                _ = try Files.copy(path, toNew: staged)
                try Files.remove(path)
            }
        }
        return staged
    }

    package func materialize(_ digest: Digest, at destination: String) throws {
        let object = layout.object(digest)
        guard try size(of: digest) != nil else { throw CacheError.missing(digest) }
        let staged = try layout.freshTemporary()
        let copied = try Files.copy(object, toNew: staged)
        guard copied == digest else {
            try Files.remove(staged)
            throw try putAside(digest)
        }
        try Files.publish(staged, at: destination)
    }

    /// Moves a damaged entry to where it is kept as evidence and never served.
    private func putAside(_ digest: Digest) throws -> CacheError {
        let quarantine = layout.quarantine(digest)
        try Files.createDirectories(Paths.parent(quarantine) ?? "/")
        do throws(FileError) { try Files.rename(layout.object(digest), to: quarantine) } catch {
            // Another process was faster: it is aside.
            guard error.isMissing else { throw error }
        }
        return CacheError.corrupt(digest, quarantine: quarantine)
    }
}

extension DiskContentStore: ContentUpkeep {
    package func digests() throws -> [Digest] {
        try Files.names(in: layout.objects).flatMap { folder in
            try Files.names(in: Paths.join(layout.objects, folder)).compactMap { Digest(hexadecimal: $0) }
        }
    }

    package func verify(_ digest: Digest) throws -> Int64 {
        guard let size = try size(of: digest) else { throw CacheError.missing(digest) }
        let found: Digest
        do throws(FileError) { found = try Files.digest(layout.object(digest)) } catch {
            if error.isMissing { throw CacheError.missing(digest) }
            throw error
        }
        guard found == digest else { throw try putAside(digest) }
        return size
    }

    package func remove(_ digest: Digest) throws { try Files.remove(layout.object(digest)) }
}

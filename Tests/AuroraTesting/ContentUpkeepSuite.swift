package import AuroraCache
import AuroraCore
import AuroraFiles
import Testing

/// What looking after a content store has to do, whatever keeps the bytes.
package struct ContentUpkeepSuite<Store: ContentStore & ContentUpkeep> {
    private let store: Store
    private let folder: TemporaryFolder

    /// `store` must be empty.
    package init(_ store: Store, _ folder: TemporaryFolder) {
        self.store = store
        self.folder = folder
    }

    package func run() throws {
        #expect(try store.digests() == [])
        let first = try store.ingest(movingFrom: folder.write("first", to: "a"))
        let second = try store.ingest(movingFrom: folder.write("second one", to: "b"))
        #expect(Set(try store.digests()) == [first.digest, second.digest])
        #expect(try store.verify(second.digest) == 10)
        let absent = Digest(hashing: "never stored")
        #expect(throws: CacheError.missing(absent)) { try store.verify(absent) }

        try store.remove(first.digest)
        try store.remove(first.digest)
        #expect(try store.digests() == [second.digest])
        #expect(throws: CacheError.missing(first.digest)) { try store.verify(first.digest) }
        #expect(try store.size(of: first.digest) == nil)
    }
}

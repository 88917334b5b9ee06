package import AuroraCache
import AuroraCore
import AuroraFiles
import Testing

/// What every content store has to do. A store's own tests run this and add what is special about it.
package struct ContentStoreSuite {
    private let store: any ContentStore
    private let folder: TemporaryFolder

    package init(_ store: any ContentStore, _ folder: TemporaryFolder) {
        self.store = store
        self.folder = folder
    }

    package func run() throws {
        try storesAndGivesBack()
        try takesTheSameBytesTwice()
        try saysWhatIsMissing()
        try replacesWhatWasThere()
        try storesNothingAtAll()
    }

    private func storesAndGivesBack() throws {
        let artifact = try store.ingest(movingFrom: folder.write("good morning", to: "a"))
        #expect(artifact == Artifact(digest: Digest(hashing: "good morning"), bytes: 12))
        #expect(try FileFacts.of(folder.path("a")) == nil, "what was taken in is gone from where it was")
        #expect(try store.size(of: artifact.digest) == 12)
        try store.materialize(artifact.digest, at: folder.path("deep/er/b"))
        #expect(try folder.text(of: "deep/er/b") == "good morning")
    }

    private func takesTheSameBytesTwice() throws {
        let first = try store.ingest(movingFrom: folder.write("twice", to: "c"))
        let second = try store.ingest(movingFrom: folder.write("twice", to: "d"))
        #expect(first == second)
        try store.materialize(first.digest, at: folder.path("e"))
        #expect(try folder.text(of: "e") == "twice")
    }

    private func saysWhatIsMissing() throws {
        let absent = Digest(hashing: "never stored")
        #expect(try store.size(of: absent) == nil)
        #expect(throws: CacheError.missing(absent)) { try store.materialize(absent, at: folder.path("f")) }
        #expect(try FileFacts.of(folder.path("f")) == nil)
    }

    private func replacesWhatWasThere() throws {
        try folder.write("old", to: "g")
        let artifact = try store.ingest(movingFrom: folder.write("new", to: "h"))
        try store.materialize(artifact.digest, at: folder.path("g"))
        #expect(try folder.text(of: "g") == "new")
        // Somebody writes into the copy: the store must not notice.
        try folder.write("scribble", to: "g")
        try store.materialize(artifact.digest, at: folder.path("i"))
        #expect(try folder.text(of: "i") == "new")
    }

    private func storesNothingAtAll() throws {
        let artifact = try store.ingest(movingFrom: folder.write("", to: "j"))
        #expect(artifact.bytes == 0)
        try store.materialize(artifact.digest, at: folder.path("k"))
        #expect(try folder.text(of: "k") == "")
    }
}

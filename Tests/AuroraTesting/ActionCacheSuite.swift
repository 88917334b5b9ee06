package import AuroraCache
import AuroraCore
import Testing

/// What every action cache has to do.
package struct ActionCacheSuite {
    private let cache: any ActionCache

    package init(_ cache: any ActionCache) { self.cache = cache }

    package func run() throws {
        let key = ActionKey(Digest(hashing: "a key"))
        #expect(try cache.result(for: key) == nil)
        try cache.store(Samples.result("first"), for: key)
        #expect(try cache.result(for: key) == Samples.result("first"))
        try cache.store(Samples.result("second"), for: key)
        #expect(try cache.result(for: key) == Samples.result("second"), "the last result counts")
        #expect(try cache.result(for: ActionKey(Digest(hashing: "another"))) == nil)
    }
}

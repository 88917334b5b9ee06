import Synchronization

/// Models that were loaded beforehand and wait for whoever needs one next.
///
/// Models are for one thread at a time: who takes one has it alone until it puts it back. What a model answers does not
/// depend on what it was asked before, so nobody can tell one that was used from a new one.
package final class LoadedParts: Sendable {
    // SAFETY: the only reference that this class keeps; it is handed on to one taker, and not kept then.
    private struct Part: @unchecked Sendable {
        let object: AnyObject
    }

    private let waiting = Mutex<[ObjectIdentifier: [Part]]>([:])

    package init() {}

    /// One of a kind; nil if none waits.
    package func take<Kind: AnyObject>(_ kind: Kind.Type = Kind.self) -> Kind? {
        let part = waiting.withLock { $0[ObjectIdentifier(kind)]?.popLast() }
        return part.flatMap { $0.object as? Kind }
    }

    /// Whoever puts it here uses it no more.
    package func put<Kind: AnyObject>(_ part: Kind) {
        let part = Part(object: part)
        waiting.withLock { $0[ObjectIdentifier(Kind.self), default: []].append(part) }
    }

    /// How many of a kind wait.
    package func count<Kind: AnyObject>(_ kind: Kind.Type) -> Int {
        waiting.withLock { $0[ObjectIdentifier(kind)]?.count ?? 0 }
    }
}

extension EngineFolder {
    /// A model that was loaded beforehand, or else a new one.
    package func taken<Kind: AnyObject>(
        or make: (EngineFolder) throws(InferenceError) -> Kind
    ) throws(InferenceError) -> Kind {
        if let part = loaded?.take(Kind.self) { return part }
        return try make(self)
    }

    /// Keeps a model for the next one, if models are kept at all.
    package func putBack<Kind: AnyObject>(_ part: Kind) { loaded?.put(part) }
}

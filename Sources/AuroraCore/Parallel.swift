import Dispatch

/// Work on many things at once, for code that is not asynchronous: it returns when all of it is done.
///
/// Loading a workspace and hashing its files are plain functions from values to values, called from tasks and from
/// plain code alike; dividing them among the processors must not change how they are called.
package enum Parallel {
    /// `body` of every item, in the items' order. With one item, or none, no other thread is woken.
    package static func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ body: @Sendable (Item) -> Result
    ) -> [Result] {
        guard items.count > 1 else { return items.map(body) }
        // Small enough that the last piece does not keep one processor busy alone, large enough that handing pieces
        // out costs nothing.
        let piece = max(1, min(256, items.count / 64))
        let pieces = (items.count + piece - 1) / piece
        return [Result](unsafeUninitializedCapacity: items.count) { buffer, initializedCount in
            let slots = Slots(first: buffer.baseAddress)
            DispatchQueue.concurrentPerform(iterations: pieces) { index in
                for position in index * piece..<min((index + 1) * piece, items.count) {
                    slots.first?.advanced(by: position).initialize(to: body(items[position]))
                }
            }
            initializedCount = items.count
        }
    }

    // SAFETY: every position is written once, by the one thread that has its piece, and read when all have ended.
    private struct Slots<Result>: @unchecked Sendable {
        let first: UnsafeMutablePointer<Result>?
    }
}

import Synchronization

/// How often something has changed: who has seen a number need not look again until there is a higher one.
package final class ChangeCounter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package var value: Int { count.load(ordering: .acquiring) }

    package func raise() { count.wrappingAdd(1, ordering: .releasing) }
}

package import AuroraCore
package import AuroraGraph

/// What a pinned action stays, as its record tells.
package struct PinnedResult: Sendable {
    package let keyed: KeyedAction
    package let result: ActionResult

    package init(keyed: KeyedAction, result: ActionResult) {
        self.keyed = keyed
        self.result = result
    }
}

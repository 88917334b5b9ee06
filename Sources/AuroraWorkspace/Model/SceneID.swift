import Foundation

/// The name of a scene: its path below `scenes/` without suffix, in Unicode's composed form (NFC).
package struct SceneID: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        // Nearly every id is ASCII, which is composed already.
        self.text = text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }
}

extension SceneID: Comparable {
    /// By the bytes of the text, so that the order is the same on every machine.
    package static func < (left: SceneID, right: SceneID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension SceneID: CustomStringConvertible {
    package var description: String { text }
}

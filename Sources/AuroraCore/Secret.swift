/// A value that nobody is to see: a key, or a URL that holds one. However it is printed, it says `<redacted>`; it cannot be
/// encoded, compared or put into a key.
package struct Secret: Sendable {
    /// The value itself, for whoever sends it to where it belongs. To be printed and stored nowhere.
    package let revealed: String

    package init(_ value: String) { revealed = value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

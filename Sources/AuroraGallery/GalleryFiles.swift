package import AuroraCore

/// The text files of a gallery. All but `index.html` are named by their content: the page changes to new ones at once, when
/// `index.html` does, and no web host or browser serves an old one in a new one's place.
package struct GalleryFiles: Hashable, Sendable {
    /// What is opened; it comes into its place last.
    package let index: File
    package let others: [File]

    /// One file in the gallery's folder.
    package struct File: Hashable, Sendable {
        package let name: String
        package let bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    package init(_ page: GalleryPage) {
        let program = PackageResources.list_js + PackageResources.viewer_js + PackageResources.compare_js
        let named = [
            ("app.js", Self.file("app", "js", program)),
            ("style.css", Self.file("style", "css", PackageResources.style_css)),
            ("data.js", Self.file("data", "js", GalleryScript.page(page))),
        ]
        var text = String(decoding: PackageResources.index_html, as: UTF8.self)
        for (plain, file) in named { text = text.replacing("\"\(plain)\"", with: "\"\(file.name)\"") }
        index = File(name: Self.indexName, bytes: Array(text.utf8))
        others = named.map(\.1)
    }

    package static let indexName = "index.html"
    /// The folder of what the page shows, below its own.
    package static let mediaFolder = "media"

    /// What a medium is called: by its content.
    package static func name(_ digest: Digest, suffix: String) -> String { "\(digest.hexadecimal).\(suffix)" }

    /// What a still is called that was taken of the video of this digest.
    package static func stillName(_ video: Digest) -> String { name(video, suffix: "poster.jpg") }

    /// The address of a medium, relative to the page.
    package static func address(_ name: String) -> String { "\(mediaFolder)/\(name)" }

    /// Whether a file beside `index.html` was written for some gallery, and none of somebody else's.
    package static func isOwn(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == digits, parts[1].allSatisfy(\.isHexDigit) else { return false }
        return [["app", "js"], ["style", "css"], ["data", "js"]].contains([parts[0], parts[2]])
    }

    /// Whether a file in the folder of media was put there for some gallery.
    package static func isOwnMedium(_ name: String) -> Bool {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && Digest(hexadecimal: parts[0]) != nil
    }

    private static let digits = 16

    private static func file(_ stem: String, _ suffix: String, _ bytes: [UInt8]) -> File {
        File(name: "\(stem).\(Digest(hashing: bytes).hexadecimal.prefix(digits)).\(suffix)", bytes: bytes)
    }
}

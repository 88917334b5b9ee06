import AuroraCore
import AuroraFiles
import RenderProtocol
import Synchronization

/// The fonts that texts in pictures are drawn with, as part of keys: another version of a font makes other pictures.
final class FontDigests: Sendable {
    private let known = Mutex<[String: String]>([:])

    /// The version of an engine that draws `text`, in `language`; with all fonts if it is not known what text.
    func engine(_ version: String, drawing text: String?, language: String?) -> String {
        guard text != "" else { return version }
        var writer = HashingKeyWriter()
        for path in files(for: text, language: language) { writer.field(path, .text(digest(path))) }
        return "\(version)-\(writer.finish().hexadecimal.prefix(10))"
    }

    /// The font files that a text needs; all of them if it is not known.
    func files(for text: String?, language: String?) -> [String] {
        if let text { return CaptionFonts.files(for: text, language: language) }
        return Set(CaptionFonts.scripts.map(\.path) + [CaptionFonts.usual.path]).sorted()
    }

    /// `none` for a font that is not installed.
    private func digest(_ path: String) -> String {
        known.withLock { known in
            if let digest = known[path] { return digest }
            let digest = (try? Files.digest(path))?.hexadecimal ?? "none"
            known[path] = digest
            return digest
        }
    }
}

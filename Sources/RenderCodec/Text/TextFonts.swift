/// A font that texts are drawn with.
package struct TextFont: Sendable, Hashable {
    /// The name that it gives itself.
    package let family: String
    package let path: String
    /// What has to be installed to have it.
    package let source: String

    package init(family: String, path: String, source: String) {
        self.family = family
        self.path = path
        self.source = source
    }
}

/// Why a text cannot be drawn.
package enum TextError: Error, Equatable, Sendable {
    /// libass cannot be opened; the loader's words.
    case noLibrary(String)
    /// No font has these characters; `source` is what has to be installed for the first of them, if that helps.
    case undrawable([Character], source: String?)
    /// The font that was given is none.
    case noFont
    /// The font that was given cannot be read.
    case unreadableFont(CodecError)
}

/// The fonts of a text, each character's own.
struct FontShelf {
    /// The font that was given in place of the usual ones.
    static let given = "Aurora Given Font"

    private let choice: @Sendable (Unicode.Scalar) -> TextFont
    private let givenCoverage: FontCoverage?
    private(set) var files: [(name: String, bytes: [UInt8])] = []
    private var coverages: [String: FontCoverage?] = [:]
    private(set) var missing: [(character: Character, source: String?)] = []
    let givenPath: String?

    private static let operation = "read the font"
    private static let fileLimit = 64 << 20

    init(given path: String?, choice: @escaping @Sendable (Unicode.Scalar) -> TextFont) throws(TextError) {
        self.choice = choice
        givenPath = path
        guard let path else {
            givenCoverage = nil
            return
        }
        let bytes: [UInt8]
        do throws(CodecError) {
            bytes = try MediaFile.read(path, limit: Self.fileLimit, operation: Self.operation)
        } catch { throw .unreadableFont(error) }
        guard let coverage = FontCoverage(bytes) else { throw .noFont }
        givenCoverage = coverage
    }

    /// The family that a character is drawn with, and its line in ems; nil if it takes that of the one before it.
    mutating func face(
        of scalar: Unicode.Scalar, in character: Character
    ) -> (family: String, lineOfEm: Double)? {
        if Self.followsOthers(scalar) { return nil }
        if let givenCoverage, givenCoverage.contains(scalar) { return (Self.given, givenCoverage.lineOfEm) }
        let font = choice(scalar)
        guard let coverage = coverage(of: font) else {
            note(character, font.source)
            return nil
        }
        if !coverage.contains(scalar) { note(character, nil) }
        return (font.family, coverage.lineOfEm)
    }

    private mutating func note(_ character: Character, _ source: String?) {
        if !missing.contains(where: { $0.character == character }) { missing.append((character, source)) }
    }

    private mutating func coverage(of font: TextFont) -> FontCoverage? {
        if let known = coverages[font.path] { return known }
        var found: FontCoverage?
        do throws(CodecError) {
            let bytes = try MediaFile.read(font.path, limit: Self.fileLimit, operation: Self.operation)
            found = FontCoverage(bytes)
            if found != nil { files.append((font.path, bytes)) }
        } catch {
            // It is told by the characters that lack it.
            found = nil
        }
        coverages[font.path] = .some(found)
        return found
    }

    /// Spaces, marks on another character and what is not seen at all.
    private static func followsOthers(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return true
        default: return false
        }
    }
}

/// What a file is, by its first bytes: of what the API takes and gives.
package struct MediaKind: Hashable, Sendable {
    package enum Family: String, Sendable { case image, audio, video }

    package let family: Family
    /// Of a file's name.
    package let suffix: String
    /// Of HTTP.
    package let contentType: String

    /// So many bytes tell.
    package static let headLength = 16

    /// `nil` for what is none.
    package init?(head: [UInt8]) {
        func begins(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        let found: (Family, String, String)
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            found = (.image, "jpg", "image/jpeg")
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            found = (.image, "png", "image/png")
        } else if begins("RIFF"), begins("WEBP", at: 8) {
            found = (.image, "webp", "image/webp")
        } else if begins("RIFF"), begins("WAVE", at: 8) {
            found = (.audio, "wav", "audio/wav")
        } else if begins("ftypqt", at: 4) {
            found = (.video, "mov", "video/quicktime")
        } else if begins("ftyp", at: 4) {
            found = (.video, "mp4", "video/mp4")
        } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            found = (.video, "webm", "video/webm")
        } else if begins("ID3") || (head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2) {
            // An ID3 tag, or a frame of MPEG audio's layer III (ISO/IEC 11172-3, 2.4.1.3).
            found = (.audio, "mp3", "audio/mpeg")
        } else {
            return nil
        }
        (family, suffix, contentType) = found
    }

    /// The HTTP type of a file that is named with a suffix.
    package static func contentType(ofSuffix suffix: String) -> String {
        switch suffix {
        case "jpg": "image/jpeg"
        case "png", "webp": "image/\(suffix)"
        case "wav": "audio/wav"
        case "mp3": "audio/mpeg"
        case "mov": "video/quicktime"
        case "mp4", "webm": "video/\(suffix)"
        default: "application/octet-stream"
        }
    }
}

/// What a picture, a sound or a video is, by its first bytes.
package struct MediaKind: Hashable, Sendable {
    package enum Family: String, Sendable { case image, audio, video }

    package let family: Family
    /// Of a file's name.
    package let suffix: String
    /// Of HTTP.
    package var contentType: String { Self.contentType(ofSuffix: suffix) }

    /// So many bytes tell: those of an EBML head (RFC 8794, 11.2) with each of its elements, in the widest way to write their
    /// sizes, and some to spare.
    package static let headLength = 128

    /// `nil` for what is none. `family` tells what is looked for: a file of ISO media (ISO/IEC 14496-12) that is to be a sound
    /// is one, any other a video.
    package init?(head: [UInt8], as wanted: Family? = nil) {
        func begins(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        let found: (Family, String)
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            found = (.image, "jpg")
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            found = (.image, "png")
        } else if begins("RIFF"), begins("WEBP", at: 8) {
            found = (.image, "webp")
        } else if begins("BM") {
            found = (.image, "bmp")
        } else if begins("RIFF"), begins("WAVE", at: 8) {
            found = (.audio, "wav")
        } else if begins("fLaC") {
            found = (.audio, "flac")
        } else if begins("OggS") {
            found = (.audio, "ogg")
        } else if begins("ftyp", at: 4), head.count >= 12 {
            let isQuickTime = begins("qt  ", at: 8)
            found = wanted == .audio ? (.audio, "m4a") : (.video, isQuickTime ? "mov" : "mp4")
        } else if Self.earlyQuickTime.contains(where: { begins($0, at: 4) }) {
            found = (.video, "mov")
        } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]), Self.contains("webm", head.prefix(Self.headLength)) {
            // EBML, which is of Matroska too, with the type of document that it names.
            found = (.video, "webm")
        } else if begins("ID3") || (head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2) {
            // An ID3 tag, or a frame of MPEG audio's layer III (ISO/IEC 11172-3, 2.4.1.3).
            found = (.audio, "mp3")
        } else {
            return nil
        }
        (family, suffix) = found
    }

    /// Files of QuickTime from before `ftyp` was thought of begin with one of these.
    private static let earlyQuickTime = ["moov", "mdat", "wide", "free", "skip"]

    private static func contains(_ word: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: word.utf8) }
    }

    /// The HTTP type of a file that is named with a suffix.
    package static func contentType(ofSuffix suffix: String) -> String {
        switch suffix {
        case "jpg": "image/jpeg"
        case "png", "webp", "bmp": "image/\(suffix)"
        case "wav", "flac", "ogg": "audio/\(suffix)"
        case "mp3": "audio/mpeg"
        case "m4a": "audio/mp4"
        case "mov": "video/quicktime"
        case "mp4", "webm": "video/\(suffix)"
        default: "application/octet-stream"
        }
    }
}

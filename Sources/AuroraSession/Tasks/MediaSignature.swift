/// What a file is by its first bytes.
enum MediaSignature {
    enum Kind: String { case picture, sound }

    /// The suffix that such a file has; `nil` if it is no such file.
    static func suffix(of bytes: [UInt8], _ kind: Kind) -> String? {
        func begins(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        switch kind {
        case .picture:
            if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
            if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "png" }
            if begins("RIFF") && begins("WEBP", at: 8) { return "webp" }
            return begins("BM") ? "bmp" : nil
        case .sound:
            if begins("RIFF") && begins("WAVE", at: 8) { return "wav" }
            if begins("fLaC") { return "flac" }
            if begins("OggS") { return "ogg" }
            if begins("ftyp", at: 4) { return "m4a" }
            // An ID3 tag, or the eleven set bits with which every MPEG frame begins.
            let isFrame = bytes.count > 1 && bytes[0] == 0xFF && bytes[1] & 0xE0 == 0xE0
            return begins("ID3") || isFrame ? "mp3" : nil
        }
    }

    /// The media type of a suffix that `suffix(of:_:)` gives.
    static func type(ofSuffix suffix: String) -> String {
        switch suffix {
        case "jpg": "image/jpeg"
        case "png", "webp", "bmp": "image/\(suffix)"
        case "mp3": "audio/mpeg"
        case "m4a": "audio/mp4"
        default: "audio/\(suffix)"
        }
    }
}

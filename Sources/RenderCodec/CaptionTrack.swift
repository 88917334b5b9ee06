import CFFmpeg

/// Captions as a track of text of a video, which a player shows when it is asked to.
package struct CaptionTrack: Sendable, Equatable {
    /// By their times.
    package var cues: [Cue]
    /// As BCP 47 has it; nil if it is not known.
    package var language: String?

    package init(cues: [Cue], language: String?) {
        self.cues = cues
        self.language = language
    }

    /// Containers name languages by three letters (ISO 639-2/T). Those that speech and captions most often are in.
    var threeLetters: String {
        guard let first = language?.lowercased().split(separator: "-").first else { return "und" }
        if first.count == 3 { return String(first) }
        return Self.names[String(first)] ?? "und"
    }

    private static let names: [String: String] = [
        "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
        "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "gu": "guj",
        "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita",
        "ja": "jpn", "ka": "kat", "kk": "kaz", "km": "khm", "kn": "kan", "ko": "kor", "lo": "lao", "lt": "lit",
        "lv": "lav", "ml": "mal", "mr": "mar", "ms": "msa", "my": "mya", "nb": "nob", "ne": "nep", "nl": "nld",
        "no": "nor", "pa": "pan", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "si": "sin", "sk": "slk",
        "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel", "th": "tha",
        "tl": "tgl", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
    ]
}

/// Writes a track of captions, a cue when its time has come.
final class CaptionStream {
    private let track: CaptionTrack
    private let stream: UnsafeMutablePointer<AVStream>
    private let isWebM: Bool
    private let packet: PacketHandle
    private var next = 0
    private var writtenEnd = 0
    private static let operation = "write the captions"

    /// Adds the track to a file that was not begun yet.
    init(_ track: CaptionTrack, container: VideoContainer, muxer: Muxer) throws(CodecError) {
        self.track = track
        isWebM = container == .webm
        packet = try PacketHandle()
        stream = try muxer.addCaptions(
            isWebM ? AV_CODEC_ID_WEBVTT : AV_CODEC_ID_MOV_TEXT, language: track.threeLetters,
            head: isWebM ? [] : Self.textSample)
    }

    /// Writes the cues that begin before a moment, in milliseconds.
    func append(upTo moment: Int, to muxer: Muxer) throws(CodecError) {
        while next < track.cues.count, track.cues[next].startMilliseconds < moment {
            try write(track.cues[next], before: next + 1 < track.cues.count ? track.cues[next + 1] : nil, muxer)
            next += 1
        }
    }

    /// In a track of MP4 one cue ends before the next begins: those that overlap are shown together by nobody.
    private func write(_ cue: Cue, before following: Cue?, _ muxer: Muxer) throws(CodecError) {
        let start = max(cue.startMilliseconds, isWebM ? 0 : writtenEnd)
        var end = cue.endMilliseconds
        if !isWebM, let following { end = min(end, max(following.startMilliseconds, start)) }
        guard end > start else { return }
        writtenEnd = end
        let text = Array(cue.lines.joined(separator: "\n").utf8.prefix(0xFFFF))
        let bytes = isWebM ? Self.escaped(text) : [UInt8(text.count >> 8), UInt8(text.count & 255)] + text
        av_packet_unref(packet.pointer)
        try FFmpeg.check(av_new_packet(packet.pointer, Int32(bytes.count)), Self.operation)
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: packet.pointer.pointee.data, count: bytes.count)
                .copyMemory(from: source)
        }
        packet.pointer.pointee.pts = Int64(start)
        packet.pointer.pointee.dts = Int64(start)
        packet.pointer.pointee.duration = Int64(end - start)
        packet.pointer.pointee.flags |= AV_PKT_FLAG_KEY
        try muxer.write(packet, milliseconds: stream)
    }

    /// As WebVTT writes what would be a tag.
    private static func escaped(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            default: [byte]
            }
        }
    }

    /// How a text sample of 3GPP is shown that says nothing else: at the bottom, in the middle, white.
    ///
    /// Source: 3GPP TS 26.245, 5.16, `TextSampleEntry` from `displayFlags` on, with a `FontTableBox` of one font.
    private static let textSample: [UInt8] =
        [0, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 0, 0, 1, 0, 18]
        + [255, 255, 255, 255] + [0, 0, 0, 18] + Array("ftab".utf8) + [0, 1, 0, 1, 5] + Array("Serif".utf8)
}

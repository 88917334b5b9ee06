import CFFmpeg

/// An opened file of sound or video, and one stream of it.
///
/// Only the formats in the list are tried, and only the file itself is read: a playlist that names other files or
/// addresses is no sound.
final class MediaInput {
    let format: UnsafeMutablePointer<AVFormatContext>
    private let operation: String
    private let leavesLengthOpen: Bool

    private static let formats = "wav,w64,aiff,caf,mp3,flac,ogg,mov,mp4,m4a,aac,matroska,webm,amr"

    init(_ path: String, operation: String) throws(CodecError) {
        FFmpeg.prepare()
        self.operation = operation
        leavesLengthOpen = Self.leavesLengthOpen(try MediaFile.prefix(of: path, count: 8, operation: operation))
        var opened: UnsafeMutablePointer<AVFormatContext>?
        let options = OptionsHandle(["format_whitelist": Self.formats, "protocol_whitelist": "file"])
        let status = avformat_open_input(&opened, "file:" + path, nil, &options.dictionary)
        guard status >= 0, let opened else { throw Self.openingError(status, operation) }
        format = opened
        try FFmpeg.check(avformat_find_stream_info(format, nil), operation, otherwise: .corrupt)
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFormatContext>? = format
        avformat_close_input(&owned)
    }

    /// Whether the container is Matroska, of which WebM is a part.
    var isMatroska: Bool {
        format.pointee.iformat.map { String(cString: $0.pointee.name).hasPrefix("matroska") } ?? false
    }

    /// The best stream of a kind. Throws `.unsupported`, saying so with `missing`, if there is none.
    func bestStream(_ kind: AVMediaType, missing: String) throws(CodecError) -> UnsafeMutablePointer<AVStream> {
        let index = av_find_best_stream(format, kind, -1, -1, nil, 0)
        guard index >= 0, let stream = format.pointee.streams[Int(index)] else {
            throw CodecError(.unsupported, operation: operation, message: missing, code: index)
        }
        return stream
    }

    /// Reads the next packet; false at the end. A damaged packet is an error, and so is a last one that is shorter than
    /// the header says, but not in a file whose writer could not know its length.
    func read(into packet: borrowing PacketHandle) throws(CodecError) -> Bool {
        av_packet_unref(packet.pointer)
        let status = av_read_frame(format, packet.pointer)
        if status == AURORA_AVERROR_EOF { return false }
        try FFmpeg.check(status, operation, otherwise: .corrupt)
        if packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0, !leavesLengthOpen {
            throw CodecError(status: AURORA_AVERROR_INVALIDDATA, operation: operation)
        }
        return true
    }

    /// The length of `stream` in seconds if the file states it, nil if it must be guessed.
    func statedSeconds(of stream: UnsafeMutablePointer<AVStream>) -> Double? {
        let isGuessed = format.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
        guard !leavesLengthOpen, !isGuessed, stream.pointee.duration != AURORA_AV_NOPTS_VALUE else { return nil }
        return Double(stream.pointee.duration) * av_q2d(stream.pointee.time_base)
    }

    /// Whether a WAV file was written to a pipe: the length in its head is 0 or near the largest of 31 or 32 bits.
    private static func leavesLengthOpen(_ head: [UInt8]) -> Bool {
        guard head.count == 8, head.starts(with: Array("RIFF".utf8)) else { return false }
        let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        return length == 0 || length >= 0x7FFF_0000
    }

    /// What cannot be recognised is of no format that is read here; FFmpeg calls it invalid data.
    private static func openingError(_ status: Int32, _ operation: String) -> CodecError {
        if status == AURORA_AVERROR_INVALIDDATA {
            return CodecError(
                .unsupported, operation: operation,
                message: "it is damaged, or no WAV, MP3, FLAC, Ogg, M4A or WebM file", code: status)
        }
        return CodecError(status: status, operation: operation, otherwise: .unsupported)
    }
}

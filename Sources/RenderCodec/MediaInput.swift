import CFFmpeg

/// An opened file of sound or video, and one stream of it.
///
/// Only the formats in the list are tried, and only the file itself is read: a playlist that names other files or
/// addresses is no sound.
final class MediaInput {
    let format: UnsafeMutablePointer<AVFormatContext>
    private let operation: String

    private static let formats = "wav,w64,aiff,caf,mp3,flac,ogg,mov,mp4,m4a,aac,matroska,webm,amr"

    init(_ path: String, operation: String) throws(CodecError) {
        FFmpeg.prepare()
        self.operation = operation
        var opened: UnsafeMutablePointer<AVFormatContext>?
        let options = OptionsHandle(["format_whitelist": Self.formats, "protocol_whitelist": "file"])
        let status = avformat_open_input(&opened, "file:" + path, nil, &options.dictionary)
        guard status >= 0, let opened else { throw Self.openingError(status, operation) }
        format = opened
        try FFmpeg.check(avformat_find_stream_info(format, nil), operation)
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFormatContext>? = format
        avformat_close_input(&owned)
    }

    /// The best stream of a kind. Throws `.unsupported`, saying so with `missing`, if there is none.
    func bestStream(_ kind: AVMediaType, missing: String) throws(CodecError) -> UnsafeMutablePointer<AVStream> {
        let index = av_find_best_stream(format, kind, -1, -1, nil, 0)
        guard index >= 0, let stream = format.pointee.streams[Int(index)] else {
            throw CodecError(.unsupported, operation: operation, message: missing, code: index)
        }
        return stream
    }

    /// Reads the next packet; false at the end. A damaged packet is an error.
    func read(into packet: borrowing PacketHandle) throws(CodecError) -> Bool {
        av_packet_unref(packet.pointer)
        let status = av_read_frame(format, packet.pointer)
        if status == AURORA_AVERROR_EOF { return false }
        try FFmpeg.check(status, operation)
        if packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 {
            throw CodecError(.corrupt, operation: operation, message: "the file is damaged or cut off")
        }
        return true
    }

    /// What cannot be recognised is of no format that is read here; FFmpeg calls it invalid data.
    private static func openingError(_ status: Int32, _ operation: String) -> CodecError {
        if status == AURORA_AVERROR_INVALIDDATA {
            return CodecError(
                .unsupported, operation: operation,
                message: "it is damaged, or no WAV, MP3, FLAC, Ogg, M4A or WebM file", code: status)
        }
        return CodecError(status: status, operation: operation)
    }
}

import CFFmpeg

/// Owns an `AVFrame`.
struct FrameHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    init() throws(CodecError) {
        FFmpeg.prepare()
        pointer = try FFmpeg.allocated(av_frame_alloc(), "make a frame")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&owned)
    }
}

/// Owns an `AVPacket`.
struct PacketHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    init() throws(CodecError) {
        FFmpeg.prepare()
        pointer = try FFmpeg.allocated(av_packet_alloc(), "make a packet")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&owned)
    }
}

/// Owns an `AVCodecContext`, of an encoder or a decoder.
struct CodecHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecContext>

    init(_ codec: UnsafePointer<AVCodec>) throws(CodecError) {
        FFmpeg.prepare()
        pointer = try FFmpeg.allocated(avcodec_alloc_context3(codec), "make a codec")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = pointer
        avcodec_free_context(&owned)
    }

    /// Opens the codec; an option that it does not know is an error.
    func open(_ operation: String, options: KeyValuePairs<String, String> = [:]) throws(CodecError) {
        let dictionary = OptionsHandle(options)
        try FFmpeg.check(avcodec_open2(pointer, nil, &dictionary.dictionary), operation)
        try dictionary.checkAllTaken(operation)
    }
}

/// Owns an `AVDictionary` of options.
///
/// A class, because FFmpeg changes the pointer when it takes an option out.
final class OptionsHandle {
    var dictionary: OpaquePointer?

    init(_ options: KeyValuePairs<String, String>) {
        for (name, value) in options { av_dict_set(&dictionary, name, value, 0) }
    }

    deinit { av_dict_free(&dictionary) }

    /// Throws if an option is left, which the library did not know.
    func checkAllTaken(_ operation: String) throws(CodecError) {
        guard let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) else { return }
        throw CodecError(
            .refused, operation: operation, message: "the library has no option \(String(cString: left.pointee.key))")
    }
}

import CFFmpeg
import Glibc

/// A file of video that is being written; removed unless it was moved to its place.
final class Muxer {
    private let temporaryPath: String
    private let isWebM: Bool
    private var isInPlace = false
    private let format: UnsafeMutablePointer<AVFormatContext>
    private let packet: PacketHandle

    private static let operation = "write the video"

    /// Creates the file.
    init(temporaryPath: String, container: VideoContainer) throws(CodecError) {
        FFmpeg.prepare()
        self.temporaryPath = temporaryPath
        isWebM = container == .webm
        var made: UnsafeMutablePointer<AVFormatContext>?
        try FFmpeg.check(
            avformat_alloc_output_context2(&made, nil, container.rawValue, "file:" + temporaryPath), Self.operation)
        let format = try FFmpeg.allocated(made, Self.operation)
        do throws(CodecError) {
            packet = try PacketHandle()
        } catch {
            avformat_free_context(format)
            throw error
        }
        self.format = format
        // No date and no encoder's name: the same input gives the same bytes.
        format.pointee.flags |= AVFMT_FLAG_BITEXACT
        let status = avio_open(&format.pointee.pb, "file:" + temporaryPath, AVIO_FLAG_WRITE)
        guard status >= 0 else {
            let error = CodecError(status: status, operation: Self.operation)
            throw CodecError(.unwritable, operation: Self.operation, message: error.message, code: status)
        }
    }

    deinit {
        avio_closep(&format.pointee.pb)
        avformat_free_context(format)
        if !isInPlace { unlink(temporaryPath) }
    }

    /// Adds the stream of an opened encoder. Packets of it are sent with the stream's index.
    func addStream(_ encoder: borrowing CodecHandle) throws(CodecError) -> UnsafeMutablePointer<AVStream> {
        let stream = try FFmpeg.allocated(avformat_new_stream(format, nil), Self.operation)
        stream.pointee.time_base = encoder.pointer.pointee.time_base
        stream.pointee.avg_frame_rate = encoder.pointer.pointee.framerate
        try FFmpeg.check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder.pointer), Self.operation)
        return stream
    }

    /// Adds a stream of another file, to be copied packet by packet.
    func addStream(copying source: UnsafeMutablePointer<AVStream>) throws(CodecError) -> UnsafeMutablePointer<AVStream>
    {
        let stream = try FFmpeg.allocated(avformat_new_stream(format, nil), Self.operation)
        try FFmpeg.check(avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar), Self.operation)
        // Each container has tags of its own for the same codec.
        stream.pointee.codecpar.pointee.codec_tag = 0
        stream.pointee.time_base = source.pointee.time_base
        stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
        return stream
    }

    /// Adds a stream of texts in a language of three letters. Its times are in milliseconds.
    func addCaptions(
        _ codec: AVCodecID, language: String, head: [UInt8]
    ) throws(CodecError) -> UnsafeMutablePointer<AVStream> {
        let stream = try FFmpeg.allocated(avformat_new_stream(format, nil), Self.operation)
        let parameters = stream.pointee.codecpar
        parameters?.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
        parameters?.pointee.codec_id = codec
        if !head.isEmpty {
            let room = head.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
            let memory = try FFmpeg.allocated(av_mallocz(room), Self.operation)
            UnsafeMutableRawBufferPointer(start: memory, count: head.count).copyBytes(from: head)
            parameters?.pointee.extradata = memory.assumingMemoryBound(to: UInt8.self)
            parameters?.pointee.extradata_size = Int32(head.count)
        }
        stream.pointee.time_base = AVRational(num: 1, den: 1000)
        av_dict_set(&stream.pointee.metadata, "language", language, 0)
        return stream
    }

    /// Writes a packet whose times are in milliseconds.
    func write(
        _ packet: borrowing PacketHandle, milliseconds stream: UnsafeMutablePointer<AVStream>
    ) throws(CodecError) {
        packet.pointer.pointee.stream_index = stream.pointee.index
        av_packet_rescale_ts(packet.pointer, AVRational(num: 1, den: 1000), stream.pointee.time_base)
        try FFmpeg.check(av_interleaved_write_frame(format, packet.pointer), Self.operation)
    }

    /// Writes a packet of `source` as one of `stream`.
    func copy(
        _ packet: borrowing PacketHandle, of source: UnsafeMutablePointer<AVStream>,
        into stream: UnsafeMutablePointer<AVStream>
    ) throws(CodecError) {
        packet.pointer.pointee.stream_index = stream.pointee.index
        packet.pointer.pointee.pos = -1
        av_packet_rescale_ts(packet.pointer, source.pointee.time_base, stream.pointee.time_base)
        try FFmpeg.check(av_interleaved_write_frame(format, packet.pointer), Self.operation)
    }

    /// Writes the head, after every stream was added. The index is moved to the front at the end, so that players can
    /// begin before they have the whole file.
    func begin() throws(CodecError) {
        let options = OptionsHandle(isWebM ? ["cues_to_front": "1"] : ["movflags": "+faststart"])
        try FFmpeg.check(avformat_write_header(format, &options.dictionary), Self.operation)
        try options.checkAllTaken(Self.operation)
    }

    /// Gives `frame` to the encoder, or its end if there is none, and writes the packets that come out.
    ///
    /// `duration` is every packet's, in the encoder's time base, 0 to keep what the encoder says.
    func encode(
        _ frame: UnsafeMutablePointer<AVFrame>?, with encoder: borrowing CodecHandle,
        into stream: UnsafeMutablePointer<AVStream>, duration: Int64
    ) throws(CodecError) {
        try FFmpeg.check(avcodec_send_frame(encoder.pointer, frame), Self.operation)
        while true {
            let status = avcodec_receive_packet(encoder.pointer, packet.pointer)
            if status == AURORA_AVERROR_EAGAIN || status == AURORA_AVERROR_EOF { return }
            try FFmpeg.check(status, Self.operation)
            if duration > 0 { packet.pointer.pointee.duration = duration }
            packet.pointer.pointee.stream_index = stream.pointee.index
            if isWebM, encoder.pointer.pointee.initial_padding > 0 {
                countFromPadding(Int64(encoder.pointer.pointee.initial_padding))
            }
            av_packet_rescale_ts(packet.pointer, encoder.pointer.pointee.time_base, stream.pointee.time_base)
            try FFmpeg.check(av_interleaved_write_frame(format, packet.pointer), Self.operation)
        }
    }

    /// Opus begins before the sound by what players are to leave out, its padding. WebM states it and counts from there: no
    /// time is below 0, which browsers do not take, and none of it is part of the file's length.
    private func countFromPadding(_ samples: Int64) {
        // A millisecond is the least that WebM can say; 0 would be taken for unknown.
        let least = Int64(AudioEncoder.sampleRateHz / 1000)
        packet.pointer.pointee.pts += samples
        packet.pointer.pointee.dts += samples
        packet.pointer.pointee.duration = max(packet.pointer.pointee.duration - samples, least)
    }

    /// Writes the index, closes the file and moves it to `path`.
    func finish(at path: String) throws(CodecError) {
        try FFmpeg.check(av_write_trailer(format), Self.operation)
        try FFmpeg.check(avio_closep(&format.pointee.pb), Self.operation)
        guard rename(temporaryPath, path) == 0 else { throw .system(.unwritable, operation: Self.operation) }
        isInPlace = true
    }
}

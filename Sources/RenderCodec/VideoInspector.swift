import CFFmpeg

/// What a video file is, measured from its packets.
package struct VideoFacts: Sendable, Equatable {
    package let width: Int
    package let height: Int
    package let frameCount: Int
    /// Rounded to whole frames.
    package let framesPerSecond: Int
    /// When the first frame is shown and how long all are, in seconds.
    package let videoStartSeconds: Double
    package let videoDurationSeconds: Double
    /// When the sound begins and how long it is, in seconds; 0 if there is none.
    package let audioStartSeconds: Double
    package let audioDurationSeconds: Double
    /// FFmpeg's names: "h264", "aac"; the second is nil if there is no sound.
    package let videoCodec: String
    package let audioCodec: String?
}

/// Measures videos.
package enum VideoInspector {
    private static let operation = "read the video"

    /// The facts of the video at `path`. Reads every packet and decodes none.
    ///
    /// Throws `.unreadable`, `.unsupported` or `.corrupt`.
    package static func inspect(_ path: String) throws(CodecError) -> VideoFacts {
        let input = try MediaInput(path, operation: operation)
        let video = try input.bestStream(AVMEDIA_TYPE_VIDEO, missing: "there is no picture in it")
        let audio = try? input.bestStream(AVMEDIA_TYPE_AUDIO, missing: "")  // A video may be silent.
        let packet = try PacketHandle()
        var frameCount = 0
        var ends: [Int32: Int64] = [:]
        while try input.read(into: packet) {
            let index = packet.pointer.pointee.stream_index
            if index == video.pointee.index { frameCount += 1 }
            guard packet.pointer.pointee.pts != AURORA_AV_NOPTS_VALUE else { continue }
            ends[index] = max(ends[index] ?? 0, packet.pointer.pointee.pts + packet.pointer.pointee.duration)
        }
        let rate = video.pointee.avg_frame_rate
        return VideoFacts(
            width: Int(video.pointee.codecpar.pointee.width), height: Int(video.pointee.codecpar.pointee.height),
            frameCount: frameCount,
            framesPerSecond: rate.den == 0 ? 0 : Int(av_q2d(rate).rounded()),
            videoStartSeconds: seconds(video.pointee.start_time, video),
            videoDurationSeconds: duration(video, in: input, ends),
            audioStartSeconds: audio.map { seconds($0.pointee.start_time, $0) } ?? 0,
            audioDurationSeconds: audio.map { duration($0, in: input, ends) } ?? 0,
            videoCodec: name(video), audioCodec: audio.map(name))
    }

    /// What the file says of a stream's length. WebM says only how long the longest is: there it is when the stream's
    /// last packet ends.
    private static func duration(
        _ stream: UnsafeMutablePointer<AVStream>, in input: MediaInput, _ ends: [Int32: Int64]
    ) -> Double {
        let stated = stream.pointee.duration
        let isTold = stated != AURORA_AV_NOPTS_VALUE && !input.isMatroska
        return seconds(isTold ? stated : ends[stream.pointee.index] ?? 0, stream)
    }

    private static func seconds(_ time: Int64, _ stream: UnsafeMutablePointer<AVStream>) -> Double {
        guard time != AURORA_AV_NOPTS_VALUE else { return 0 }
        return Double(time) * av_q2d(stream.pointee.time_base)
    }

    private static func name(_ stream: UnsafeMutablePointer<AVStream>) -> String {
        String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id))
    }
}

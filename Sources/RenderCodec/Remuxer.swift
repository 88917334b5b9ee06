import CFFmpeg
import Glibc

/// Puts the streams of a video into another container, packet by packet: nothing is encoded again.
package enum Remuxer {
    private static let operation = "read the video"
    private static let fileLimit = 64 << 30

    /// Writes `output` in a container that takes what is in the video, whole or not at all, with a track of captions if
    /// there are some. The same file gives the same bytes.
    ///
    /// Throws `.unreadable`, `.unsupported`, `.corrupt` or `.unwritable`.
    package static func remux(
        _ path: String, to output: String, container: VideoContainer, captions track: CaptionTrack? = nil
    ) throws(CodecError) {
        try MediaFile.check(path, limit: fileLimit, operation: operation)
        let input = try MediaInput(path, operation: operation)
        let muxer = try Muxer(temporaryPath: "\(output).\(getpid()).partial", container: container)
        let video = try input.bestStream(AVMEDIA_TYPE_VIDEO, missing: "there is no picture in it")
        var streams = [(source: video, target: try muxer.addStream(copying: video))]
        // A video may be silent.
        if let audio = try? input.bestStream(AVMEDIA_TYPE_AUDIO, missing: "") {
            streams.append((audio, try muxer.addStream(copying: audio)))
        }
        let captions: CaptionStream? =
            if let track { try CaptionStream(track, container: container, muxer: muxer) } else { nil }
        try muxer.begin()
        let packet = try PacketHandle()
        while try input.read(into: packet) {
            let index = packet.pointer.pointee.stream_index
            guard let stream = streams.first(where: { $0.source.pointee.index == index }) else { continue }
            if index == video.pointee.index, packet.pointer.pointee.dts != AURORA_AV_NOPTS_VALUE {
                let seconds = Double(packet.pointer.pointee.dts) * av_q2d(video.pointee.time_base)
                try captions?.append(upTo: Int(seconds * 1000), to: muxer)
            }
            try muxer.copy(packet, of: stream.source, into: stream.target)
        }
        let seconds = Double(input.format.pointee.duration) / Double(AV_TIME_BASE)
        try captions?.append(upTo: Int(max(seconds, 0) * 1000), to: muxer)
        try muxer.finish(at: output)
    }
}

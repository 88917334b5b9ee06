/// The codecs that videos are written in.
enum VideoCodec {
    /// H.264 by libx264, with AAC.
    case h264
    /// VP9 by libvpx, with Opus.
    case vp9

    /// FFmpeg's name of the encoder.
    var encoder: String {
        switch self {
        case .h264: "libx264"
        case .vp9: "libvpx-vp9"
        }
    }

    /// FFmpeg's name of the encoder of the sound.
    var soundEncoder: String {
        switch self {
        case .h264: "aac"
        case .vp9: "libopus"
        }
    }

    /// What the encoder is told. `quality` is 20…99, higher is better.
    func options(quality: Int) -> KeyValuePairs<String, String> {
        switch self {
        case .h264:
            ["preset": "veryfast", "crf": RateFactor(quality: quality).x264, "x264-params": "cpu-independent=1"]
        case .vp9:
            // Of the same quality as `good` at this speed, a third larger, and several times as fast. Rows of one tile on
            // several threads are faster still, and give other bytes.
            ["deadline": "realtime", "cpu-used": "6", "row-mt": "0", "crf": RateFactor(quality: quality).vp9]
        }
    }
}

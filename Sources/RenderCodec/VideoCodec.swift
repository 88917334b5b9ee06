import CFFmpeg

/// The codecs that videos are written in.
package enum VideoCodec: Sendable {
    /// H.264 by libx264, with AAC.
    case h264
    /// VP9 by libvpx, with Opus.
    case vp9
    /// ProRes in 10-bit YUV 4:2:2, with 24-bit PCM.
    case prores

    /// FFmpeg's name of the encoder.
    var encoder: String {
        switch self {
        case .h264: "libx264"
        case .vp9: "libvpx-vp9"
        case .prores: "prores_ks"
        }
    }

    /// FFmpeg's name of the encoder of the sound.
    var soundEncoder: String {
        switch self {
        case .h264: "aac"
        case .vp9: "libopus"
        case .prores: "pcm_s24le"
        }
    }

    /// How the encoder takes pixels.
    var pixelFormat: AVPixelFormat { self == .prores ? AV_PIX_FMT_YUV422P10LE : AV_PIX_FMT_YUV420P }

    /// Where a value of chroma lies: between its pixels, or on the left one as 4:2:2 has it.
    var chromaLocation: AVChromaLocation { self == .prores ? AVCHROMA_LOC_LEFT : AVCHROMA_LOC_CENTER }

    /// How the encoder of the sound takes samples.
    var sampleFormat: AVSampleFormat {
        switch self {
        case .h264: AV_SAMPLE_FMT_FLTP
        case .vp9: AV_SAMPLE_FMT_FLT
        case .prores: AV_SAMPLE_FMT_S32
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
        case .prores: ["profile": Self.profile(quality)]
        }
    }

    /// ProRes's own names: each profile is half as large again as the one before.
    private static func profile(_ quality: Int) -> String {
        switch quality {
        case ..<40: "proxy"
        case ..<60: "lt"
        case ..<80: "standard"
        default: "hq"
        }
    }
}

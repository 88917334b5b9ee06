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
            ["preset": "veryfast", "crf": Self.tenths(Self.x264Tenths(quality)), "x264-params": "cpu-independent=1"]
        case .vp9:
            // Of the same quality as `good` at this speed, a third larger, and several times as fast. Rows of one tile on
            // several threads are faster still, and give other bytes.
            ["deadline": "realtime", "cpu-used": "6", "row-mt": "0", "crf": "\(Self.vp9Factor(quality))"]
        }
    }

    /// x264's constant rate factor for a quality: a straight line from 35 at 20 to 14 at 99, in tenths.
    ///
    /// At 720p 14 cannot be told from the frames by eye, 20 (at 76) is what broadcasters deliver, 35 is a rough draft.
    private static func x264Tenths(_ quality: Int) -> Int { 350 - (quality - 20) * 210 / 79 }

    /// libvpx's, whose scale ends at 63: a straight line from 50 at 20 to 18 at 99.
    private static func vp9Factor(_ quality: Int) -> Int { 50 - (quality - 20) * 32 / 79 }

    private static func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
}

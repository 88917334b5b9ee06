import RenderCodec
import RenderFace
import RenderFrames
import RenderMedia
import RenderProtocol

/// A request that asks for what this renderer cannot do.
struct SettingsError: Error, Equatable {
    let problem: String
    let hint: String
}

extension TalkingHead {
    /// Throws `SettingsError` for values out of their ranges.
    init(_ request: TalkingHeadRequest) throws(SettingsError) {
        try Self.check("shortSide", request.shortSide, 128...2160)
        try Self.check("framesPerSecond", request.framesPerSecond, 1...60)
        try Self.check("quality", request.quality, 20...99)
        try Self.check("cfgScale in hundredths", request.cfgScaleHundredths, 0...1000)
        let direction = try Self.direction(of: request)
        self.init(
            imagePath: request.image, audioPath: request.audio, outputPath: request.output,
            style: MotionStyle(direction), seed: request.seed,
            shortSide: request.shortSide & ~1, framesPerSecond: request.framesPerSecond, quality: request.quality,
            container: VideoContainer(request.format), transcript: request.transcript)
        picture = PictureStyle(direction)
        codec = try Self.codec(of: request)
        face = try Self.face(of: request)
    }

    private static func codec(of request: TalkingHeadRequest) throws(SettingsError) -> VideoCodec? {
        switch (request.codec, request.format) {
        case (nil, _): return nil
        case (.h264, .mp4), (.h264, .mov): return .h264
        case (.prores, .mov): return .prores
        case (let codec?, let format):
            throw SettingsError(
                problem: "`codec: \(codec.rawValue)` does not go with `format: \(format.rawValue)`",
                hint: "leave `codec` out")
        }
    }

    private static func face(of request: TalkingHeadRequest) throws(SettingsError) -> FaceSelection {
        func point(_ parts: [Double]) throws(SettingsError) -> Point {
            guard parts.count == 2, parts.allSatisfy({ (0...1).contains($0) }) else {
                throw SettingsError(
                    problem: "a point of `face` is \(parts)", hint: "use two numbers from 0 to 1")
            }
            return Point(Float(parts[0]), Float(parts[1]))
        }
        switch request.face {
        case nil: return .largest
        case .at(let x, let y)?: return .at(try point([x, y]))
        case .drawn(let left, let right, let mouth)?:
            return .drawn(leftEye: try point(left), rightEye: try point(right), mouth: try point(mouth))
        }
    }

    private static func direction(of request: TalkingHeadRequest) throws(SettingsError) -> Direction {
        let stated = request.stated ?? StatedDirection()
        try check("motion", stated.motion ?? 0, Direction.Limits.motion)
        try check("blinkRate", stated.blinksPerMinute ?? 0, Direction.Limits.blinksPerMinute)
        try check("warmth", stated.warmth ?? 0, Direction.Limits.warmth)
        try check("backgroundBlur", stated.backgroundBlur ?? 0, Direction.Limits.share)
        return Direction(
            prompt: request.prompt, cfgScaleHundredths: request.cfgScaleHundredths, stated: stated)
    }

    static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(SettingsError) {
        guard range.contains(value) else {
            throw SettingsError(
                problem: "\(name) is \(value)", hint: "use a value from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}

extension VideoContainer {
    init(_ format: ContainerFormat) {
        self =
            switch format {
            case .mp4: .mp4
            case .webm: .webm
            case .mov: .mov
            }
    }
}

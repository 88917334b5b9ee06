package import AuroraCore

/// How a scene's video is to be made. Every value is in range.
package struct Settings: Hashable, Sendable {
    /// How closely the motion follows the prompt, in hundredths: 0…1000.
    package private(set) var cfgScaleHundredths = 100
    package private(set) var format = VideoFormat.mp4
    /// `nil` for what is usual in the format.
    package private(set) var codec: PictureCodec?
    /// 20…99.
    package private(set) var quality = 95
    /// How many results, each from another seed: 1…4.
    package private(set) var takes = 1
    package private(set) var safety = SafetyLevel.none
    package private(set) var seed: UInt64 = 0
    package private(set) var size = FrameSize.p720
    /// 1…60.
    package private(set) var framesPerSecond = 25
    /// What is stated of motion, mood, camera and light; the prompt decides about the rest.
    package private(set) var directed = DirectedSettings()
    /// What only the hosted API takes.
    package private(set) var hosted = HostedSettings()
    private var spans: [SettingName: SourceSpan] = [:]

    /// The defaults.
    package init() {}

    /// The defaults, changed by values that no file states.
    package init(_ values: SettingValue...) {
        for value in values { apply(value, at: nil) }
    }

    /// Where the value in force was stated; `nil` for a default and for one from the command line.
    package func span(of name: SettingName) -> SourceSpan? { spans[name] }

    /// Puts a value in the place of the one in force. Out-of-range values are a mistake of the caller's.
    mutating func apply(_ value: SettingValue, at span: SourceSpan?) {
        precondition(value.isInRange, "settings are checked before they are applied")
        switch value {
        case .cfgScaleHundredths(let value): cfgScaleHundredths = value
        case .format(let value): format = value
        case .codec(let value): codec = value
        case .quality(let value): quality = value
        case .takes(let value): takes = value
        case .safety(let value): safety = value
        case .seed(let value): seed = value
        case .size(let value): size = value
        case .framesPerSecond(let value): framesPerSecond = value
        case .directed(let value): directed.apply(value)
        case .hosted(let value): hosted.apply(value, at: span)
        }
        if let name = value.name { spans[name] = span }
    }
}

/// The settings by the names they have in a scene file.
package enum SettingName: String, CaseIterable, Hashable, Sendable {
    case cfgScale, format, codec, quality, takes, safety, seed, size
    case framesPerSecond = "fps"
    case motion, expression, blinkRate, camera, warmth, backgroundBlur
}

/// One setting with a value for it.
package enum SettingValue: Hashable, Sendable {
    case cfgScaleHundredths(Int)
    case format(VideoFormat)
    case codec(PictureCodec)
    case quality(Int)
    case takes(Int)
    case safety(SafetyLevel)
    case seed(UInt64)
    case size(FrameSize)
    case framesPerSecond(Int)
    case directed(DirectedSettingValue)
    case hosted(HostedSettingValue)

    /// `nil` for what only the hosted API takes.
    package var name: SettingName? {
        switch self {
        case .cfgScaleHundredths: .cfgScale
        case .format: .format
        case .codec: .codec
        case .quality: .quality
        case .takes: .takes
        case .safety: .safety
        case .seed: .seed
        case .size: .size
        case .framesPerSecond: .framesPerSecond
        case .directed(let value): value.name
        case .hosted: nil
        }
    }

    var isInRange: Bool {
        switch self {
        case .cfgScaleHundredths(let value): SettingRange.cfgScaleHundredths.contains(value)
        case .quality(let value): SettingRange.quality.contains(value)
        case .takes(let value): SettingRange.takes.contains(value)
        case .framesPerSecond(let value): SettingRange.framesPerSecond.contains(value)
        case .directed(let value): value.isInRange
        case .format, .codec, .safety, .seed, .size, .hosted: true
        }
    }
}

/// What the whole-number settings may be.
enum SettingRange {
    static let cfgScaleHundredths = 0...1000
    static let quality = 20...99
    static let takes = 1...4
    static let framesPerSecond = 1...60
    static let motion = 0...200
    static let blinkRate = 0...40
    static let warmth = -100...100
    static let backgroundBlur = 0...100
}

/// The container, and with it the codecs, of a video.
package enum VideoFormat: String, CaseIterable, Hashable, Sendable {
    /// H.264 and AAC.
    case mp4
    /// VP9 and Opus.
    case webm
    /// H.264 and AAC.
    case mov
}

/// What the pictures of a video are encoded with, where the container leaves a choice.
package enum PictureCodec: String, CaseIterable, Hashable, Sendable {
    /// What `mp4` and `mov` have by themselves.
    case h264
    /// Apple ProRes, for editing; its sound is not compressed.
    case prores

    /// The containers that take it.
    package var formats: [VideoFormat] {
        switch self {
        case .h264: [.mp4, .mov]
        case .prores: [.mov]
        }
    }
}

/// How large a video is.
package enum FrameSize: String, CaseIterable, Hashable, Sendable {
    case p480 = "480p"
    case p720 = "720p"
    case p1080 = "1080p"

    /// Pixels along the shorter side.
    package var shortSide: Int {
        switch self {
        case .p480: 480
        case .p720: 720
        case .p1080: 1080
        }
    }
}

/// How thoroughly the hosted API looks at the content.
package enum SafetyLevel: String, CaseIterable, Hashable, Sendable { case none, fast, full }

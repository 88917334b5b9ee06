internal import AuroraCore

/// Settings as they are typed, in a file or on the command line.
enum SettingText {
    static let names = SettingName.allCases.map(\.rawValue)

    static func value(of name: SettingName, from text: String) -> Result<SettingValue, Refusal> {
        switch name {
        case .cfgScale: cfgScale(text).map { .cfgScaleHundredths($0) }
        case .format: choice(text, of: name, as: VideoFormat.self).map { .format($0) }
        case .codec: choice(text, of: name, as: PictureCodec.self).map { .codec($0) }
        case .quality: NumberText.wholeNumber(text, of: name.rawValue, in: SettingRange.quality).map { .quality($0) }
        case .takes: NumberText.wholeNumber(text, of: name.rawValue, in: SettingRange.takes).map { .takes($0) }
        case .safety: choice(text, of: name, as: SafetyLevel.self).map { .safety($0) }
        case .seed: NumberText.seed(text).map { .seed($0) }
        case .size: choice(text, of: name, as: FrameSize.self).map { .size($0) }
        case .framesPerSecond:
            NumberText.wholeNumber(text, of: name.rawValue, in: SettingRange.framesPerSecond).map {
                .framesPerSecond($0)
            }
        case .motion: wholeNumber(text, of: name, in: SettingRange.motion) { .motion($0) }
        case .blinkRate: wholeNumber(text, of: name, in: SettingRange.blinkRate) { .blinkRate($0) }
        case .warmth: wholeNumber(text, of: name, in: SettingRange.warmth) { .warmth($0) }
        case .backgroundBlur: wholeNumber(text, of: name, in: SettingRange.backgroundBlur) { .backgroundBlur($0) }
        case .expression: choice(text, of: name, as: FacialExpression.self).map { .directed(.expression($0)) }
        case .camera: choice(text, of: name, as: CameraMovement.self).map { .directed(.camera($0)) }
        }
    }

    private static func wholeNumber(
        _ text: String, of name: SettingName, in range: ClosedRange<Int>, as setting: (Int) -> DirectedSettingValue
    ) -> Result<SettingValue, Refusal> {
        NumberText.wholeNumber(text, of: name.rawValue, in: range).map { .directed(setting($0)) }
    }

    /// Whether the setting is a number, which must not stand in quotes.
    static func isNumber(_ name: SettingName) -> Bool {
        switch name {
        case .cfgScale, .quality, .takes, .seed, .framesPerSecond, .motion, .blinkRate, .warmth, .backgroundBlur: true
        case .format, .codec, .safety, .size, .expression, .camera: false
        }
    }

    private static func cfgScale(_ text: String) -> Result<Int, Refusal> {
        if let hundredths = NumberText.decimal(text, decimals: 2).map({ Int($0) }),
            SettingRange.cfgScaleHundredths.contains(hundredths)
        {
            return .success(hundredths)
        }
        return .failure(
            Refusal(
                problem: "`cfgScale` must be a number from 0 to 10 in steps of 0.01, not \(Words.quoted(text))",
                hint: "write at most two decimals, as in `cfgScale: 1.25`"))
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String, of name: SettingName, as type: Choice.Type
    ) -> Result<Choice, Refusal> {
        if let choice = Choice(rawValue: text) { return .success(choice) }
        return .failure(Words.refusal(text, of: name.rawValue, among: Choice.allCases.map(\.rawValue)))
    }
}

import AuroraGraph
import AuroraWorkspace
import RenderProtocol

/// What the embedded renderer takes prompt and settings to ask for.
package struct DirectionReport: Sendable, Equatable {
    /// Something asked for, by the name of its setting or mood.
    package struct Value: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Words of the prompt, and what they ask for at a scale of 1.
    package struct Wish: Sendable, Equatable {
        package let words: String
        package let asksFor: Value

        package init(words: String, asksFor: Value) {
            self.words = words
            self.asksFor = asksFor
        }
    }

    /// What is not as usual in the end.
    package let values: [Value]
    /// What was understood of the prompt, in its order.
    package let wishes: [Wish]

    package init(values: [Value], wishes: [Wish]) {
        self.values = values
        self.wishes = wishes
    }

    /// Nil for what the embedded renderer does not make.
    init?(of work: Work) {
        guard case .talkingHead(let work) = work, work.program == nil, !work.isHosted else {
            return nil
        }
        let direction = Direction(
            prompt: work.prompt, cfgScaleHundredths: work.settings.cfgScaleHundredths,
            stated: EmbeddedProvider.stated(work.settings.directed) ?? StatedDirection())
        values = Self.unusual(direction)
        wishes = PromptReading(work.prompt).wishes.map { Wish(words: $0.words, asksFor: Self.value(of: $0.effect)) }
    }

    private static func unusual(_ direction: Direction) -> [Value] {
        let usual = Direction()
        let numbers: [(SettingName?, String, KeyPath<Direction, Int>)] = [
            (.motion, "", \.motion), (nil, "smile", \.smile), (nil, "calm", \.calm), (nil, "earnest", \.earnest),
            (nil, "enthusiastic", \.enthusiastic), (.blinkRate, "", \.blinksPerMinute), (.warmth, "", \.warmth),
            (.backgroundBlur, "", \.backgroundBlur),
        ]
        var values = numbers.compactMap { setting, mood, path in
            direction[keyPath: path] == usual[keyPath: path]
                ? nil : Value(name: setting?.rawValue ?? mood, value: String(direction[keyPath: path]))
        }
        if direction.camera != usual.camera {
            values.append(Value(name: SettingName.camera.rawValue, value: direction.camera.rawValue))
        }
        return values
    }

    private static func value(of effect: PromptWish.Effect) -> Value {
        func setting(_ name: SettingName, _ value: some CustomStringConvertible) -> Value {
            Value(name: name.rawValue, value: value.description)
        }
        return switch effect {
        case .motion(let value): setting(.motion, value)
        case .smile(let value): Value(name: "smile", value: String(value))
        case .calm(let value): Value(name: "calm", value: String(value))
        case .earnest(let value): Value(name: "earnest", value: String(value))
        case .enthusiastic(let value): Value(name: "enthusiastic", value: String(value))
        case .blinks(let value): setting(.blinkRate, value)
        case .camera(let move): setting(.camera, move.rawValue)
        case .warmth(let value): setting(.warmth, value)
        case .backgroundBlur(let value): setting(.backgroundBlur, value)
        }
    }
}

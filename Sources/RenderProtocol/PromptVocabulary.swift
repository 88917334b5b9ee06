/// The words of a prompt that mean something. `docs/prompts.md` lists them; a test keeps the two equal.
enum PromptVocabulary {
    /// Words that end a clause. Those of `carriers` do not: they carry a "no" on.
    static let joints: Set = ["and", "but", "while", "with", "yet", "then", "though"]
    static let carriers: Set = ["or", "nor"]

    static let negations: Set = ["no", "not", "never", "without", "avoid", "cannot", "neither", "none"]
    static let more: Set = [
        "very", "extremely", "highly", "really", "strongly", "much", "more", "deeply", "especially", "intensely",
    ]
    static let less: Set = [
        "slightly", "somewhat", "mildly", "softly", "gently", "faintly", "lightly", "less", "subtly", "little", "hint",
        "touch", "bit",
    ]
    static let tiny: Set = ["minimal", "minimally", "barely", "hardly", "tiny"]
    static let small: Set = [
        "subtle", "small", "slight", "gentle", "soft", "mild", "restrained", "modest", "faint", "quiet",
    ]
    static let large: Set = [
        "broadly", "widely", "strong", "big", "large", "broad", "wide", "heavy", "heavily", "great", "vigorous",
    ]

    static let motion: Set = [
        "motion", "movement", "movements", "moves", "moving", "gestures", "nods", "nodding", "sway", "swaying",
    ]
    /// What else may move: not the head.
    static let otherParts: Set = [
        "jaw", "cheek", "cheeks", "lip", "lips", "mouth", "facial", "face", "eye", "eyes", "hair", "hand", "hands",
        "brow", "brows",
    ]
    static let still: Set = ["still", "motionless", "immobile"]
    /// "Still" is about motion after one of these, before a head, or at the end of a clause; else it means "yet".
    static let stillness: Set = [
        "perfectly", "completely", "holds", "hold", "stays", "stay", "keeps", "keep", "sits", "very",
    ]

    static let smile: Set = ["smile", "smiles", "smiling", "grin", "grins", "grinning"]
    static let friendly: Set = [
        "friendly", "warm", "warmly", "cheerful", "cheerfully", "happy", "happily", "joyful", "kind", "kindly",
        "welcoming", "amused",
    ]
    static let calm: Set = [
        "calm", "calmly", "relaxed", "composed", "serene", "peaceful", "tranquil", "soothing", "unhurried",
    ]
    static let earnest: Set = [
        "earnest", "earnestly", "serious", "seriously", "thoughtful", "thoughtfully", "solemn", "sincere", "concerned",
        "stern", "grave",
    ]
    static let enthusiastic: Set = [
        "enthusiastic", "enthusiastically", "enthusiasm", "excited", "excitedly", "energetic", "energetically",
        "lively", "animated", "dynamic", "upbeat", "passionate", "expressive", "dramatic",
    ]

    static let blinks: Set = ["blink", "blinks", "blinking"]
    static let rare: Set = ["rare", "rarely", "seldom", "occasional", "occasionally", "slow", "slowly", "infrequent"]
    static let frequent: Set = ["frequent", "frequently", "often", "rapid", "rapidly", "fast", "nervous"]

    static let light: Set = [
        "light", "lighting", "lit", "glow", "sunlight", "daylight", "lamplight", "tones", "tint", "colours", "colors",
        "hour",
    ]
    static let warmColours: Set = ["warm", "warmly", "golden", "amber", "orange"]
    static let coldColours: Set = ["cool", "coolly", "cold", "blue", "bluish", "icy"]
    static let warmLights: Set = ["candlelight", "candlelit", "sunset", "sunrise", "firelight", "firelit"]
    static let coldLights: Set = ["moonlight", "moonlit"]

    static let blur: Set = ["blur", "blurred", "blurry", "bokeh", "defocused"]

    static let camera: Set = ["camera", "zoom", "zooms", "dolly", "handheld"]
    static let cameraStill: Set = ["static", "fixed", "locked", "still", "steady", "motionless", "stable"]
    static let cameraPush: Set = ["push", "pushes", "pushing", "in", "towards", "toward", "closer", "nearer"]
    static let cameraPull: Set = ["pull", "pulls", "pulling", "out", "back", "away"]
    static let cameraDrift: Set = [
        "drift", "drifts", "drifting", "float", "floats", "floating", "handheld", "pan", "pans",
    ]

    /// What the word at an index is about, in the company of its clause; nil if it has no meaning of its own.
    static func topic(of words: [String], at index: Int) -> PromptTopic? {
        let word = words[index]
        if let cameraIndex = cameraIndex(of: words) { return index == cameraIndex ? .camera(cameraMove(words)) : nil }
        if motion.contains(word) { return isOfHead(words, index) ? .motion : nil }
        if still.contains(word) { return isStill(words, index) ? .still : nil }
        if blinks.contains(word) { return .blinks(rate(words)) }
        if let warmth = warmth(words, index) { return .warmth(warmth) }
        if let blurred = blurred(words, index) { return blurred }
        if smile.contains(word) { return .smile(60) }
        if word == "unsmiling" { return .smile(0) }
        if friendly.contains(word) {
            let following = words.dropFirst(index + 1).prefix(3)
            return following.contains { light.contains($0) || smile.contains($0) } ? nil : .smile(35)
        }
        // "Calm movement" says how to move, "calm" alone how to be.
        if index + 1 < words.count, motion.contains(words[index + 1]) || blinks.contains(words[index + 1]) {
            return nil
        }
        if calm.contains(word) { return .calm }
        if earnest.contains(word) { return .earnest }
        return enthusiastic.contains(word) ? .enthusiastic : nil
    }

    /// All words that say anything.
    static let all: Set<String> = [
        negations, more, less, tiny, small, large, motion, still, smile, friendly, calm, earnest, enthusiastic, blinks,
        rare, frequent, light, warmColours, coldColours, warmLights, coldLights, blur, camera, cameraStill, cameraPush,
        cameraPull, cameraDrift, ["head", "background", "unsmiling", "shallow", "depth", "sharp"],
    ].reduce([]) { $0.union($1) }

    /// Whether a word says anything at all.
    static func knows(_ word: String) -> Bool { all.contains(word) || word.hasSuffix("n't") }

    /// Motion of lips or hands is none of the head's, nor is motion blur.
    private static func isOfHead(_ words: [String], _ index: Int) -> Bool {
        if index + 1 < words.count, blur.contains(words[index + 1]) { return false }
        return !words[max(0, index - 2)..<index].contains(where: otherParts.contains)
    }

    private static func isStill(_ words: [String], _ index: Int) -> Bool {
        guard words[index] == "still" else { return true }
        let isEnd = index == words.count - 1
        return isEnd || words[index + 1] == "head" || index > 0 && stillness.contains(words[index - 1])
    }

    /// The word that makes a clause one about the camera's movement. Who looks into a camera moves none.
    private static func cameraIndex(of words: [String]) -> Int? {
        guard let index = words.firstIndex(where: camera.contains) else {
            let isPushOrPull = zip(words, words.dropFirst()).contains { first, second in
                cameraPush.prefixed(first) && second == "in"
                    || cameraPull.prefixed(first) && ["out", "back"].contains(second)
            }
            return isPushOrPull ? words.firstIndex { cameraPush.prefixed($0) || cameraPull.prefixed($0) } : nil
        }
        if words[index] != "camera" { return index }
        let movement = motion.union(cameraStill).union(cameraDrift).union(["push", "pushes", "pull", "pulls", "move"])
        return words.contains(where: movement.contains)
            || words.contains(where: { camera.subtracting(["camera"]).contains($0) })
            ? index : nil
    }

    private static func cameraMove(_ words: [String]) -> CameraMove {
        if words.contains(where: cameraStill.contains) { return .still }
        if words.contains(where: cameraPull.contains) { return .pull }
        return words.contains(where: cameraPush.contains) || words.contains("zoom") || words.contains("zooms")
            ? .push : .drift
    }

    private static func rate(_ words: [String]) -> Int {
        if words.contains(where: rare.contains) { return 9 }
        return words.contains(where: frequent.contains) ? 27 : Direction.usual.blinksPerMinute
    }

    private static func warmth(_ words: [String], _ index: Int) -> Int? {
        if warmLights.contains(words[index]) { return 50 }
        if coldLights.contains(words[index]) { return -50 }
        guard light.contains(words[index]) else { return nil }
        let before = words[max(0, index - 3)..<index]
        if before.contains(where: warmColours.contains) { return 50 }
        return before.contains(where: coldColours.contains) ? -50 : nil
    }

    private static func blurred(_ words: [String], _ index: Int) -> PromptTopic? {
        if blur.contains(words[index]) { return index > 0 && motion.contains(words[index - 1]) ? nil : .blur(60) }
        if words[index] == "depth", index > 0, words[index - 1] == "shallow" { return .blur(60) }
        return words[index] == "sharp" && words.contains("background") ? .blur(0) : nil
    }
}

extension Set<String> {
    /// Whether a word is of the set and a verb of pushing or pulling.
    fileprivate func prefixed(_ word: String) -> Bool {
        contains(word) && (word.hasPrefix("push") || word.hasPrefix("pull"))
    }
}

/// What a clause of a prompt is about, with what the plain word asks for.
enum PromptTopic: Equatable {
    case motion
    case still
    case smile(Int)
    case calm
    case earnest
    case enthusiastic
    case blinks(Int)
    case camera(CameraMove)
    case warmth(Int)
    case blur(Int)

    /// What plain words for a mood ask for, 0…100; `StatedDirection` uses them too.
    static let mood = 70

    /// What is asked for in that degree; nil for nothing ("not still").
    func effect(_ degree: PromptDegree) -> PromptWish.Effect? {
        switch self {
        // What is plainly mentioned is as usual: nothing is asked for, and nothing said before is taken back.
        case .motion: degree == PromptDegree([]) ? nil : .motion(motion(degree))
        case .still: degree.isNegated ? nil : .motion(max(100 - 85 * degree.amount / 100, 0))
        case .smile(let plain): .smile(share(plain, degree))
        case .calm: .calm(share(Self.mood, degree))
        case .earnest: .earnest(share(Self.mood, degree))
        case .enthusiastic: .enthusiastic(share(Self.mood, degree))
        case .blinks(let plain):
            plain == Direction.usual.blinksPerMinute && degree == PromptDegree([]) ? nil : .blinks(rate(plain, degree))
        case .camera(let move): .camera(degree.isNegated ? .still : move)
        case .warmth(let plain): .warmth(plain < 0 ? -share(-plain, degree) : share(plain, degree))
        case .blur(let plain): .backgroundBlur(share(plain, degree))
        }
    }

    private func share(_ plain: Int, _ degree: PromptDegree) -> Int {
        guard !degree.isNegated else { return 0 }
        let sized = [-2: plain * 3 / 10, -1: plain / 2, 1: plain * 7 / 5][degree.size] ?? plain
        return min(sized * degree.amount / 100, 100)
    }

    private func motion(_ degree: PromptDegree) -> Int {
        guard !degree.isNegated else { return 0 }
        // "More movement" is about the amount, "very subtle movement" about the word beside it.
        guard degree.size != 0 else { return min(100 + (degree.amount - 100) * 4 / 5, 200) }
        let sized = [-2: 30, -1: 60, 1: 145][degree.size] ?? 100
        return min(max(100 + (sized - 100) * degree.amount / 100, 0), 200)
    }

    private func rate(_ plain: Int, _ degree: PromptDegree) -> Int {
        guard !degree.isNegated else { return 0 }
        let sized = [-2: plain * 2 / 5, -1: plain * 2 / 3, 1: plain * 7 / 5][degree.size] ?? plain
        return min(sized + sized * (degree.amount - 100) * 4 / 500, 40)
    }
}

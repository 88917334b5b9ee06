import RenderFace
import RenderFrames
import RenderInference
import RenderProtocol

/// What a host remembers of portraits: what was found out of the last few that came more than once.
struct PortraitShelf {
    /// Everything that has a say in what is found out of a picture.
    struct Key: Equatable {
        /// SHA-256 of the file, in hexadecimal.
        private let digest: String
        /// The video that it was first asked for.
        let video: TalkingHead

        /// Reads the picture of `request`, whose paths are relative to `folder`. Nil for one that cannot be read or that
        /// no video can be made of.
        init?(_ request: TalkingHeadRequest, in folder: String) {
            guard let video = try? TalkingHead(request),
                let bytes = FileBytes(path: "\(folder)/\(request.image)")
            else { return nil }
            digest = bytes.digest
            self.video = video
        }

        static func == (left: Self, right: Self) -> Bool {
            left.digest == right.digest && left.video.shortSide == right.video.shortSide
                && left.video.face == right.video.face && left.video.picture == right.video.picture
        }
    }

    /// A portrait takes 10 MB in 480p, 50 MB in 1080p.
    private static let mostPortraits = 4
    private static let mostSeen = 64

    private var portraits: [(key: Key, portrait: KnownPortrait)] = []
    private var seen: [Key] = []

    /// What is known of a portrait. The one that was asked for least lately gives way to a new one.
    subscript(key: Key) -> KnownPortrait? {
        mutating get {
            guard let place = portraits.firstIndex(where: { $0.key == key }) else { return nil }
            let found = portraits.remove(at: place)
            portraits.append(found)
            return found.portrait
        }
        set {
            portraits.removeAll { $0.key == key }
            if let newValue { portraits = portraits.suffix(Self.mostPortraits - 1) + [(key, newValue)] }
        }
    }

    /// Whether a picture was asked about before; from now on it was.
    mutating func isSeenAgain(_ key: Key) -> Bool {
        if seen.contains(key) { return true }
        seen = seen.suffix(Self.mostSeen - 1) + [key]
        return false
    }
}

extension EngineFolder {
    /// Loads what a video needs and does not wait there yet: what is seen and heard with, a second voice's for sounds
    /// that are heard in two halves, what tells how words are spoken.
    func load(secondVoice: Bool, pronunciation: Bool, into loaded: LoadedParts) throws {
        if loaded.count(PortraitAnalyzer.self) == 0 { loaded.put(try PortraitAnalyzer(self)) }
        while loaded.count(SpeechModel.self) < (secondVoice ? 2 : 1) { loaded.put(try SpeechModel(self)) }
        if pronunciation, loaded.count(PronunciationModel.self) == 0 { loaded.put(try PronunciationModel(self)) }
    }
}

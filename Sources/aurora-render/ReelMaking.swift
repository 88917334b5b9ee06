import RenderCodec
import RenderFrames
import RenderProtocol

/// Joins videos and pictures to a reel.
struct ReelMaking {
    let request: ReelRequest

    func run() throws -> MediaFacts {
        try check()
        var size: (Int, Int)?
        if let width = request.width, let height = request.height { size = (width & ~1, height & ~1) }
        var reel = Reel(
            parts: request.parts.map { part in
                switch part {
                case .clip(let path): .clip(path)
                case .still(let path, let milliseconds): .still(path, milliseconds: milliseconds)
                }
            }, output: request.output, container: VideoContainer(request.format), size: size,
            framesPerSecond: request.framesPerSecond, quality: request.quality,
            marks: Marks(request.label, request.brand, language: nil))
        reel.gapMilliseconds = request.gapMilliseconds
        if case .crossfade(let milliseconds) = request.transition { reel.crossfadeMilliseconds = milliseconds }
        reel.music = request.music.map { music in
            RenderFrames.ReelMusic(
                path: music.file, gainDecibels: music.gainDecibels, duckDecibels: music.duckDecibels)
        }
        reel.loudness = request.loudness
        var progress = ProgressWriter()
        progress.report(RenderProgress(stage: .analysing, done: 0, total: 0))
        do {
            try reel.make { done, total in
                progress.report(RenderProgress(stage: .encoding, done: done, total: total))
            }
        } catch let error as CodecError { throw DerivationError(error) }
        return try MediaFacts(of: request.output)
    }

    private func check() throws(SettingsError) {
        guard !request.parts.isEmpty else {
            throw SettingsError(problem: "the reel has no parts", hint: "name at least one")
        }
        try TalkingHead.check("quality", request.quality, 20...99)
        if let rate = request.framesPerSecond { try TalkingHead.check("framesPerSecond", rate, 1...60) }
        if let width = request.width { try TalkingHead.check("width", width, 128...8192) }
        if let height = request.height { try TalkingHead.check("height", height, 128...8192) }
        try TalkingHead.check("gapMilliseconds", request.gapMilliseconds, 0...10_000)
        if case .crossfade(let milliseconds) = request.transition {
            try TalkingHead.check("crossfade", milliseconds, 0...5000)
        }
        for case .still(_, let milliseconds) in request.parts {
            try TalkingHead.check("milliseconds", milliseconds, 1...60_000)
        }
        if let music = request.music {
            try Self.check("gainDecibels", music.gainDecibels, -60...20)
            try Self.check("duckDecibels", music.duckDecibels, 0...40)
        }
        if let loudness = request.loudness { try Self.check("loudness", loudness, -40...(-5)) }
    }

    private static func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(SettingsError) {
        guard range.contains(value) else {
            throw SettingsError(
                problem: "\(name) is \(value)", hint: "use a value from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}

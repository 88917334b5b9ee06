import RenderCodec
import RenderFrames
import RenderMedia
import RenderProtocol

/// Pictures of a finished video.
enum StillMaking {
    static func make(_ request: PosterRequest) throws -> StillFacts {
        if let width = request.width { try check("width", width) }
        let seconds = Double(request.atMilliseconds) / 1000
        do {
            guard var frame = try VideoDecoder.frame(at: seconds, of: request.video) else {
                throw DerivationError.beyondEnd(try VideoInspector.inspect(request.video).videoDurationSeconds)
            }
            if let width = request.width { frame = try SmallFrames(width: width & ~1, like: frame).fitted(frame) }
            try StillWriter.writeJPEG(frame, to: request.output)
            return StillFacts(width: frame.width, height: frame.height)
        } catch let error as CodecError { throw DerivationError(error) }
    }

    static func make(_ request: SheetRequest) throws -> StillFacts {
        try check("width", request.width)
        try TalkingHead.check("columns", request.columns, 1...12)
        try TalkingHead.check("rows", request.rows, 1...12)
        let sheet = ContactSheet(columns: request.columns, rows: request.rows, width: request.width & ~1)
        do throws(CodecError) {
            let frame = try sheet.make(of: request.video)
            try StillWriter.writeJPEG(frame, to: request.output)
            return StillFacts(width: frame.width, height: frame.height)
        } catch { throw DerivationError(error) }
    }

    static func make(_ request: PreviewRequest) throws -> StillFacts {
        try check("width", request.width)
        try TalkingHead.check("framesPerSecond", request.framesPerSecond, 1...25)
        try TalkingHead.check("milliseconds", request.milliseconds, 200...10_000)
        let preview = MovingPreview(
            fromMilliseconds: request.fromMilliseconds, milliseconds: request.milliseconds, width: request.width & ~1,
            framesPerSecond: request.framesPerSecond)
        do {
            guard let size = try preview.make(of: request.video, to: request.output) else {
                throw DerivationError.beyondEnd(try VideoInspector.inspect(request.video).videoDurationSeconds)
            }
            return StillFacts(width: size.width, height: size.height)
        } catch let error as CodecError { throw DerivationError(error) }
    }

    private static func check(_ name: String, _ width: Int) throws(SettingsError) {
        try TalkingHead.check(name, width, 64...1920)
    }
}

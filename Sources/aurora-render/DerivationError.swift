import RenderCodec

/// Why something could not be made of a finished video.
enum DerivationError: Error {
    /// The video is only so many seconds long.
    case beyondEnd(Double)
    case unreadable(CodecError)
    case unwritable(CodecError)
    /// The file of captions, or what it holds.
    case captions(CodecError)
    /// The colour of captions is none.
    case color(String)

    init(_ error: CodecError) { self = error.reason == .unwritable ? .unwritable(error) : .unreadable(error) }
}

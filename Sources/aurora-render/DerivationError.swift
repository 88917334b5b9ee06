import RenderCodec

/// Why something could not be made of a finished video.
enum DerivationError: Error {
    /// The video is only so many seconds long.
    case beyondEnd(Double)
    case unreadable(CodecError)
    case unwritable(CodecError)

    init(_ error: CodecError) { self = error.reason == .unwritable ? .unwritable(error) : .unreadable(error) }
}

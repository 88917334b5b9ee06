/// The containers that videos are delivered in.
package enum VideoContainer: String, Sendable, CaseIterable {
    /// MP4, of H.264 and AAC.
    case mp4
    /// QuickTime, of the same.
    case mov
    /// WebM, of VP9 and Opus.
    case webm

    /// What is usually in a video that is written as this.
    var codec: VideoCodec {
        switch self {
        case .mp4, .mov: .h264
        case .webm: .vp9
        }
    }

    /// Whether the streams of such a video can be put into it as they are, and be played where it usually is.
    package func takes(_ facts: VideoFacts) -> Bool {
        let streams = [facts.videoCodec, facts.audioCodec].compactMap { $0 }
        return switch self {
        case .mov: Set(streams).isDisjoint(with: Self.ofTheWeb)
        case .mp4: Set(streams).isDisjoint(with: Self.ofTheWeb.union(Self.ofEditing))
        case .webm: false
        }
    }

    /// What editors work on: QuickTime alone takes it.
    private static let ofEditing: Set<String> = ["prores", "pcm_s16le", "pcm_s24le"]
    /// What WebM is made of: players that take MP4 need not take these in it.
    private static let ofTheWeb: Set<String> = ["vp8", "vp9", "av1", "vorbis", "opus"]
}

import RenderCodec

/// The sound of one part, as long as its pictures.
final class PartSound {
    private let sound: EdgedSound?
    /// Silence that comes first.
    private var delay: Int

    /// `length` in samples.
    init(_ path: String, delaySeconds: Double, length: Int) throws(CodecError) {
        let reader = try SoundReader(path, sampleRateHz: ReelSound.rateHz, channels: .own)
        let shift = Int((delaySeconds * Double(ReelSound.rateHz)).rounded())
        delay = min(max(shift, 0), length)
        if shift < 0 { try reader.skip(-shift) }
        reader.end(after: length - delay)
        sound = delay < length ? EdgedSound(reader) : nil
    }

    /// The next samples, silence after its end.
    func read(_ count: Int) throws(CodecError) -> StereoBlock {
        var result = StereoBlock(silence: count)
        let silent = min(delay, count)
        delay -= silent
        guard silent < count, let piece = try sound?.read(count - silent) else { return result }
        result.left.replaceSubrange(silent..<silent + piece.count, with: piece.left)
        result.right.replaceSubrange(silent..<silent + piece.count, with: piece.right)
        return result
    }
}

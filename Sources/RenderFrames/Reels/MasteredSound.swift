import RenderCodec

/// A mix, so much louder and, if need be, limited.
final class MasteredSound {
    private let mix: ReelMix
    private let gain: Float
    private var limiter: PeakLimiter?
    /// Samples that the limiter still holds back.
    private var held = 0
    private var isOver = false
    /// Why reading failed.
    private(set) var failure: ReelError?

    init(_ mix: ReelMix, gainDecibels: Double, limits: Bool) {
        self.mix = mix
        gain = Float(Decibels.factor(gainDecibels))
        if limits {
            limiter = PeakLimiter(ceiling: Float(Decibels.factor(ReelSound.ceilingDecibels)))
            held = PeakLimiter.delay
        }
    }

    /// The next samples; nil at the end.
    func next() throws(ReelError) -> StereoBlock? {
        while !isOver {
            var block: StereoBlock
            if let mixed = try mix.next() {
                block = mixed
            } else {
                isOver = true
                guard limiter != nil else { return nil }
                block = StereoBlock(silence: PeakLimiter.delay)
            }
            for index in block.left.indices {
                block.left[index] *= gain
                block.right[index] *= gain
            }
            limiter?.limit(&block)
            // What comes out first are samples from before the beginning.
            let early = min(held, block.count)
            held -= early
            block.left.removeFirst(early)
            block.right.removeFirst(early)
            if block.count > 0 { return block }
        }
        return nil
    }

    /// All of it, for a `VideoWriter`. What it throws is told better by `failure`.
    var reader: SoundReader {
        SoundReader(sampleRateHz: ReelSound.rateHz, channelCount: 2) { () throws(CodecError) -> [[Float]] in
            do throws(ReelError) {
                guard let block = try self.next() else { return [[], []] }
                return [block.left, block.right]
            } catch {
                self.failure = error
                throw error.cause
            }
        }
    }
}

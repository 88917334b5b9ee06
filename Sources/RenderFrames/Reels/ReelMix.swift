import Glibc
import RenderCodec
import RenderMedia

/// Mixes the sounds of a reel's parts and its music, a block at a time from the beginning.
///
/// A sound begins and ends by a short ramp, so that no join clicks; in a crossfade the sum of both powers stays the same.
final class ReelMix {
    private let plan: ReelPlan
    private let sources: [ReelSound.Source]
    private let music: ReelMusic?
    private let duck: DuckingCurve?
    private let total: Int
    private var position = 0
    /// The first part that is not over.
    private var current = 0
    private var open: [Int: PartSound] = [:]
    private var bed: EdgedSound?
    private let bedGain: Float
    private let bedFade: Int

    private static let block = 4800
    private static let bedFadeSeconds = 2.0

    init(plan: ReelPlan, sources: [ReelSound.Source], music: ReelMusic?, duck: DuckingCurve?) {
        self.plan = plan
        self.sources = sources
        self.music = music
        self.duck = duck
        total = plan.sample(of: plan.frameCount, rateHz: ReelSound.rateHz)
        bedGain = Float(Decibels.factor(music?.gainDecibels ?? 0))
        // Of a short reel, less: it is music first.
        bedFade = min(Int(Self.bedFadeSeconds * Double(ReelSound.rateHz)), total / 4)
    }

    /// The next samples; nil at the end.
    func next() throws(ReelError) -> StereoBlock? {
        let count = min(Self.block, total - position)
        guard count > 0 else { return nil }
        var block = StereoBlock(silence: count)
        while current < plan.places.count, samples(current).upperBound <= position {
            open[current] = nil
            current += 1
        }
        var part = current
        while part < plan.places.count, samples(part).lowerBound < position + count {
            try add(part, to: &block)
            part += 1
        }
        if let music { try add(music, to: &block) }
        position += count
        return block
    }

    /// The samples of the reel that are a part's.
    private func samples(_ part: Int) -> Range<Int> {
        let place = plan.places[part]
        return sample(place.start)..<sample(place.end)
    }

    private func sample(_ frame: Int) -> Int { plan.sample(of: frame, rateHz: ReelSound.rateHz) }

    private func add(_ part: Int, to block: inout StereoBlock) throws(ReelError) {
        let range = samples(part)
        let wanted = range.clamped(to: position..<position + block.count)
        guard !wanted.isEmpty, let path = sources[part].path else { return }
        let piece: StereoBlock
        do throws(CodecError) {
            let sound: PartSound
            if let known = open[part] {
                sound = known
            } else {
                sound = try PartSound(path, delaySeconds: sources[part].delaySeconds, length: range.count)
                open[part] = sound
            }
            piece = try sound.read(wanted.count)
        } catch { throw ReelError(.part(part), error) }
        let place = plan.places[part]
        let coming = sample(place.start + place.fadeIn) - range.lowerBound
        let going = range.upperBound - sample(place.end - place.fadeOut)
        for index in 0..<piece.count {
            let at = wanted.lowerBound + index
            var gain: Float = 1
            // Equal power: the squares of both gains add up to 1.
            if at - range.lowerBound < coming { gain = Self.quarterSine(at - range.lowerBound, of: coming) }
            if range.upperBound - at <= going { gain *= Self.quarterSine(range.upperBound - at - 1, of: going) }
            block.left[at - position] += piece.left[index] * gain
            block.right[at - position] += piece.right[index] * gain
        }
    }

    private static func quarterSine(_ index: Int, of count: Int) -> Float {
        sin(Float.pi / 2 * (Float(index) + 0.5) / Float(count))
    }

    private func add(_ music: ReelMusic, to block: inout StereoBlock) throws(ReelError) {
        var filled = 0
        while filled < block.count {
            let piece: StereoBlock
            do throws(CodecError) {
                let sound: EdgedSound
                if let known = bed {
                    sound = known
                } else {
                    sound = EdgedSound(
                        try SoundReader(music.path, sampleRateHz: ReelSound.rateHz, channels: .own))
                    bed = sound
                }
                piece = try sound.read(block.count - filled)
            } catch { throw ReelError(.music, error) }
            for index in 0..<piece.count {
                let at = position + filled + index
                var gain = bedGain * (duck?.gain(atSample: at) ?? 1)
                if total - at <= bedFade { gain *= Self.quarterSine(total - at - 1, of: bedFade) }
                block.left[filled + index] += piece.left[index] * gain
                block.right[filled + index] += piece.right[index] * gain
            }
            filled += piece.count
            // From the beginning again. A sound has a sample, so that this ends.
            if filled < block.count { bed = nil }
        }
    }
}

import CFFmpeg
package import RenderMedia

/// A sound that is read from its beginning to its end, a piece at a time: memory does not grow with its length.
///
/// How it is cut into pieces changes no sample. Used by one thread at a time.
package final class SoundReader {
    /// How many channels are read.
    package enum Channels: Sendable {
        /// All mixed to one.
        case one
        /// Its own, mixed to two if it has more.
        case own
    }

    package let sampleRateHz: Int
    package private(set) var channelCount = 0
    private let decoding: SoundDecoding?
    /// Makes some more of a sound that is in no file.
    private let more: (() throws(CodecError) -> [[Float]])?
    private let channels: Channels
    private var resampler: Resampler?
    /// What was decoded, and how much of that was read.
    private var pending: [[Float]] = []
    private var readCount = 0
    private var producedCount = 0
    private var isOver = false
    /// Samples that are still to be read.
    private var left = Int.max

    /// Opens the file at `path` and decodes its beginning.
    ///
    /// This and reading throw `.unreadable`, `.unsupported`, `.tooLarge` (as soon as the limit of `AudioDecoder` is
    /// passed) or `.corrupt`.
    package init(_ path: String, sampleRateHz: Int, channels: Channels) throws(CodecError) {
        self.sampleRateHz = sampleRateHz
        self.channels = channels
        decoding = try SoundDecoding(path)
        more = nil
        while available == 0, try fill() {}
    }

    /// A sound in memory.
    package init(_ track: SoundTrack) {
        sampleRateHz = track.sampleRateHz
        channels = .own
        channelCount = track.channels.count
        decoding = nil
        more = nil
        pending = track.channels
        isOver = true
    }

    /// A sound that is made while it is read: `more` gives some samples at a time, an array a channel, and none of them at
    /// the end. What it throws, reading throws.
    package init(
        sampleRateHz: Int, channelCount: Int, more: @escaping () throws(CodecError) -> [[Float]]
    ) {
        self.sampleRateHz = sampleRateHz
        self.channelCount = channelCount
        self.more = more
        channels = .own
        decoding = nil
        pending = [[Float]](repeating: [], count: channelCount)
    }

    /// The next samples, an array a channel: `count` of them, fewer only at the end of the sound.
    package func read(_ count: Int) throws(CodecError) -> [[Float]] {
        let wanted = min(count, left)
        while available < wanted, try fill() {}
        let range = readCount..<readCount + min(wanted, available)
        let piece = pending.map { Array($0[range]) }
        readCount = range.upperBound
        left -= range.count
        if readCount >= Self.mostRead, decoding != nil || more != nil {
            for channel in pending.indices { pending[channel].removeFirst(readCount) }
            readCount = 0
        }
        return piece
    }

    /// Leaves out the next samples, as many as there are up to `count`.
    package func skip(_ count: Int) throws(CodecError) {
        var left = count
        while left > 0 {
            let piece = try read(min(left, Self.mostRead))
            if piece[0].isEmpty { return }
            left -= piece[0].count
        }
    }

    /// Has the sound end after so many more samples, unless it ends before.
    package func end(after count: Int) { left = count }

    /// Reads to the end. Returns how many samples there were.
    package func readToEnd() throws(CodecError) -> Int {
        var total = 0
        while true {
            let count = try read(Self.mostRead)[0].count
            if count == 0 { return total }
            total += count
        }
    }

    /// What was read is let go of in stretches of so many samples.
    private static let mostRead = 1 << 15

    private var available: Int { (pending.first?.count ?? 0) - readCount }

    /// Decodes some more; false if there is no more.
    private func fill() throws(CodecError) -> Bool {
        guard !isOver else { return false }
        if let more { return try made(more) }
        guard let decoding else { return false }
        if try decoding.next({ frame throws(CodecError) in try self.append(frame) }) { return true }
        isOver = true
        let before = pending.first?.count ?? 0
        try resampler?.flush(to: &pending)
        producedCount += (pending.first?.count ?? 0) - before
        guard producedCount > 0 else {
            throw CodecError(.corrupt, operation: AudioDecoder.operation, message: "it holds no sound")
        }
        try decoding.checkWhole(decodedSeconds: Double(producedCount) / Double(sampleRateHz))
        return true
    }

    private func made(_ more: () throws(CodecError) -> [[Float]]) throws(CodecError) -> Bool {
        let piece = try more()
        precondition(piece.count == channelCount, "all channels")
        for (channel, samples) in piece.enumerated() { pending[channel] += samples }
        isOver = piece[0].isEmpty
        return !isOver
    }

    private func append(_ frame: borrowing FrameHandle) throws(CodecError) {
        let resampler = try begun(for: frame)
        guard resampler.form == Resampler.Form(of: frame) else {
            throw CodecError(
                .unsupported, operation: AudioDecoder.operation, message: "its sample rate or channels change midway")
        }
        let before = pending[0].count
        try resampler.append(frame, to: &pending)
        producedCount += pending[0].count - before
        guard producedCount <= sampleRateHz * AudioDecoder.durationLimitSeconds else {
            throw CodecError(
                .tooLarge, operation: AudioDecoder.operation,
                message: "it is longer than the limit of \(AudioDecoder.durationLimitSeconds / 60) minutes")
        }
    }

    /// The resampler, made for the first frame.
    private func begun(for frame: borrowing FrameHandle) throws(CodecError) -> Resampler {
        if let resampler { return resampler }
        channelCount = channels == .one ? 1 : min(Int(Resampler.Form(of: frame).channelCount), 2)
        let made = try Resampler(from: frame, sampleRateHz: sampleRateHz, channelCount: channelCount)
        pending = [[Float]](repeating: [], count: channelCount)
        resampler = made
        return made
    }
}

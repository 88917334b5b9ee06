/// A sound in memory with its own channels, as a video carries it.
package struct SoundTrack: Sendable, Equatable {
    /// One array a channel, all equally long, -1…1: one channel, or left and right.
    package var channels: [[Float]]
    package let sampleRateHz: Int

    package init(channels: [[Float]], sampleRateHz: Int) {
        precondition((1...2).contains(channels.count) && sampleRateHz > 0, "one channel, or left and right")
        precondition(channels.allSatisfy { $0.count == channels[0].count }, "channels of one length")
        self.channels = channels
        self.sampleRateHz = sampleRateHz
    }

    /// Samples of each channel.
    package var sampleCount: Int { channels[0].count }

    package var durationSeconds: Double { Double(sampleCount) / Double(sampleRateHz) }

    /// The part of it between two moments in seconds, as far as it has one; at least one sample.
    package func part(from start: Double, to end: Double) -> SoundTrack {
        let first = min(max(Int((start * Double(sampleRateHz)).rounded()), 0), sampleCount - 1)
        let last = min(max(Int((end * Double(sampleRateHz)).rounded()), first + 1), sampleCount)
        return SoundTrack(channels: channels.map { Array($0[first..<last]) }, sampleRateHz: sampleRateHz)
    }
}

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
}

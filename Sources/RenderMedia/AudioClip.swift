/// A sound in memory.
package struct AudioClip: Sendable, Equatable {
    /// One channel, -1…1.
    package var samples: [Float]
    package let sampleRateHz: Int

    package init(samples: [Float], sampleRateHz: Int) {
        precondition(sampleRateHz > 0, "a sound has a rate")
        self.samples = samples
        self.sampleRateHz = sampleRateHz
    }

    package var durationSeconds: Double { Double(samples.count) / Double(sampleRateHz) }
}

/// The last part of a sequence of samples that comes in pieces, by the samples' numbers from its beginning.
struct SampleTail: Sendable {
    private var samples: [Float] = []
    private(set) var start = 0

    /// The number of the sample that comes next.
    var end: Int { start + samples.count }

    /// A sample from `start` to `end`.
    subscript(index: Int) -> Float { samples[index - start] }

    subscript(range: Range<Int>) -> ArraySlice<Float> {
        samples[range.lowerBound - start..<range.upperBound - start]
    }

    mutating func append(_ piece: [Float]) { samples += piece }

    mutating func append(_ sample: Float) { samples.append(sample) }

    /// Lets go of the samples before a number, in stretches, since it costs as much as what is kept.
    mutating func drop(before index: Int) {
        let count = min(index - start, samples.count)
        guard count >= 1 << 14 else { return }
        samples.removeFirst(count)
        start += count
    }
}

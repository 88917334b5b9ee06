/// A piece of a sound for two ears; both arrays are equally long.
struct StereoBlock {
    var left: [Float]
    var right: [Float]

    var count: Int { left.count }

    init(silence count: Int) {
        left = [Float](repeating: 0, count: count)
        right = left
    }

    /// Of one channel or of two.
    init(_ channels: [[Float]]) {
        left = channels[0]
        right = channels[channels.count - 1]
    }
}

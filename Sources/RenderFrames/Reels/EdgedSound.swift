import Glibc
import RenderCodec

/// A sound that begins and ends softly, whatever its first and its last sample are.
final class EdgedSound {
    private let reader: SoundReader
    private var ahead = StereoBlock(silence: 0)
    private var position = 0
    private var isOver = false

    /// 5 ms: a click is heard no longer, and no consonant is missed yet.
    private static let edge = ReelSound.rateHz / 200
    private static let piece = 4800

    init(_ reader: SoundReader) { self.reader = reader }

    /// The next samples, fewer only at the end.
    func read(_ count: Int) throws(CodecError) -> StereoBlock {
        while !isOver, ahead.count < count + Self.edge {
            let more = StereoBlock(try reader.read(Self.piece))
            isOver = more.count < Self.piece
            ahead.left += more.left
            ahead.right += more.right
        }
        let end = position + ahead.count
        var result = StereoBlock(silence: 0)
        let given = min(count, ahead.count)
        result.left = Array(ahead.left.prefix(given))
        result.right = Array(ahead.right.prefix(given))
        ahead.left.removeFirst(given)
        ahead.right.removeFirst(given)
        for index in 0..<given {
            let passed = position + index
            let left = isOver ? end - passed - 1 : Self.edge
            guard passed < Self.edge || left < Self.edge else { continue }
            let gain = Self.ramp(passed) * Self.ramp(left)
            result.left[index] *= gain
            result.right[index] *= gain
        }
        position += given
        return result
    }

    /// Half a cosine from 0 to 1.
    private static func ramp(_ index: Int) -> Float {
        index >= edge ? 1 : 0.5 - 0.5 * cos(Float.pi * (Float(index) + 0.5) / Float(edge))
    }
}

/// What encoders are told for a quality: their constant rate factors, lower is better.
///
/// Between 20 and 85 equal steps of quality are equal steps of VMAF, from 74 to 95, where talking heads cannot be told
/// from their frames any more; from there to 99 they are steps of size. libvpx's factors are those whose pictures are as
/// good as x264's at the same quality: the mean of what VMAF and XPSNR say. All were measured with a photograph, a
/// painting and a drawing at 480p (`quality/encoding.py` measures other portraits; the table is in docs/files/scene.md).
struct RateFactor {
    private static let qualities = [20, 30, 40, 50, 60, 70, 80, 85, 99]
    private static let x264Tenths = [350, 336, 321, 303, 282, 255, 215, 180, 130]
    private static let vp9Tenths = [620, 590, 565, 535, 495, 440, 360, 290, 170]

    /// 20…99, higher is better.
    let quality: Int

    /// libx264's, to a tenth.
    var x264: String {
        let tenths = interpolated(Self.x264Tenths)
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// libvpx's, which takes whole numbers up to 63: some neighbouring qualities have the same.
    var vp9: String { "\((interpolated(Self.vp9Tenths) + 5) / 10)" }

    /// The value on the straight line between the two given ones round the quality.
    private func interpolated(_ values: [Int]) -> Int {
        let index = Self.qualities.dropLast().lastIndex { $0 <= quality } ?? 0
        let (start, end) = (Self.qualities[index], Self.qualities[index + 1])
        return values[index] + (values[index + 1] - values[index]) * (quality - start) / (end - start)
    }
}

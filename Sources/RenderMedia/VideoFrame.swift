/// One frame in the form that encoders take: 8-bit YUV 4:2:0, BT.709, limited range (luma 16…235), three planes
/// without padding.
package struct VideoFrame: Sendable, Equatable {
    /// Both even.
    package let width: Int
    package let height: Int
    /// Row-major, `width * height` bytes.
    package var luma: [UInt8]
    /// Row-major, `width / 2 * height / 2` bytes each.
    package var blueChroma: [UInt8]
    package var redChroma: [UInt8]

    package init(width: Int, height: Int) {
        precondition(width > 0 && height > 0 && width % 2 == 0 && height % 2 == 0, "4:2:0 needs even sides")
        self.width = width
        self.height = height
        luma = [UInt8](repeating: 16, count: width * height)
        blueChroma = [UInt8](repeating: 128, count: width * height / 4)
        redChroma = blueChroma
    }
}

import CFFmpeg
internal import RenderMedia

/// How a camera was held: the eight values of EXIF's orientation tag (EXIF 2.3, tag 0x0112).
enum PictureOrientation: Int {
    case upright = 1
    case mirrored, upsideDown, mirroredUpsideDown, mirroredLeft, right, mirroredRight, left

    /// The orientation that the decoder found, `upright` if none.
    init(of frame: borrowing FrameHandle) {
        let entry = av_dict_get(frame.pointer.pointee.metadata, "Orientation", nil, 0)
        let text = entry.map { String(cString: $0.pointee.value) } ?? ""
        self = Int(text.drop { $0 == " " }).flatMap(PictureOrientation.init(rawValue:)) ?? .upright
    }

    /// `image` turned so that what was up is up.
    func upright(_ image: Image) -> Image {
        if self == .upright { return image }
        let (width, height) = (image.width, image.height)
        let turned = rawValue >= PictureOrientation.mirroredLeft.rawValue
        let (newWidth, newHeight) = turned ? (height, width) : (width, height)
        var pixels = [UInt8](repeating: 0, count: image.pixels.count)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (sourceX, sourceY) = source(x, y, width: width, height: height)
                let (from, to) = ((sourceY * width + sourceX) * 3, (y * newWidth + x) * 3)
                for channel in 0..<3 { pixels[to + channel] = image.pixels[from + channel] }
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: pixels)
    }

    /// Where the upright picture's pixel is in the stored one, whose size is given.
    private func source(_ x: Int, _ y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
        switch self {
        case .upright: (x, y)
        case .mirrored: (width - 1 - x, y)
        case .upsideDown: (width - 1 - x, height - 1 - y)
        case .mirroredUpsideDown: (x, height - 1 - y)
        case .mirroredLeft: (y, x)
        case .right: (y, height - 1 - x)
        case .mirroredRight: (width - 1 - y, height - 1 - x)
        case .left: (width - 1 - y, x)
        }
    }
}

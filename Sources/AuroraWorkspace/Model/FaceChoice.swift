/// Which face of a picture speaks, where that is not left to the renderer.
package enum FaceChoice: Hashable, Sendable {
    /// Of several faces, the one at a place.
    case at(PicturePoint)
    /// The face whose eyes and mouth are here, whether or not it looks like one to the renderer. Left and right are the
    /// picture's.
    case drawn(leftEye: PicturePoint, rightEye: PicturePoint, mouth: PicturePoint)

    /// The one spelling of it, as action keys have it.
    package var text: String {
        switch self {
        case .at(let point): "at \(point)"
        case .drawn(let left, let right, let mouth): "eyes \(left) \(right) mouth \(mouth)"
        }
    }
}

/// A place in a picture: parts of its width from the left and of its height from the top.
package struct PicturePoint: Hashable, Sendable, CustomStringConvertible {
    /// What a picture's width and height are divided into.
    package static let unit = 10_000

    /// 0…`unit`.
    package let x: Int
    package let y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// `0.4200,0.4000`.
    package var description: String { "\(Self.decimal(x)),\(Self.decimal(y))" }

    private static func decimal(_ value: Int) -> String {
        let fraction = String(value % unit)
        return "\(value / unit)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }
}

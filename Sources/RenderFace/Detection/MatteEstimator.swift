internal import RenderInference
internal import RenderMedia

/// Tells the person in a picture from what is behind: MediaPipe's selfie segmentation, brought to the picture's own
/// size along the picture's edges.
final class MatteEstimator {
    private let model: TensorModel

    private static let inputSide = 256
    /// What the model's values are stretched from, to 0…1: below it is not sure of the background, above of the person.
    private static let sureness: ClosedRange<Float> = 0.25...0.75
    /// Side of the guided filter's window, as a part of the picture's width.
    private static let windowPart: Float = 0.03
    private static let smoothness: Float = 1e-3
    /// The part of the face's outline, about its middle, that is the person for certain: the model's cells and the
    /// landmarks are not exact at the outline itself.
    private static let faceShare: Float = 0.9
    /// How much of the face the model must take for a person to be believed about the rest. On photographs and
    /// paintings it is 1, on line drawings near 0.
    private static let leastSeenShare: Float = 0.5

    init(_ folder: EngineFolder, runtime: TensorRuntime) throws(InferenceError) {
        model = try TensorModel(.selfieSegmentation, in: folder, runtime: runtime)
    }

    /// For each pixel of `image` how much of it is the person whose face has these landmarks, 0…1.
    ///
    /// What hangs together with the face is the person, and the face is in any case; a bush or a second person apart
    /// from it is not. In a drawing whose face the model takes for background it knows nothing of use: then all is 1, so
    /// that no line is lost at an outline that it has made up.
    func matte(of image: Image, around landmarks: FaceLandmarks) throws(FaceError) -> Plane {
        let side = Self.inputSide
        // The model takes the whole picture, squeezed into a square.
        let input = image.squeezed(side: side)
        let rough: [Float]
        do throws(InferenceError) {
            rough = try model.run(input)[0]
        } catch {
            throw .inference(error)
        }
        let span = Self.sureness.upperBound - Self.sureness.lowerBound
        let sure = rough.map { min(max(($0 - Self.sureness.lowerBound) / span, 0), 1) }
        let scale = Point(Float(side) / Float(image.width), Float(side) / Float(image.height))
        let face = landmarks.innerOutline(Self.faceShare).map { $0 * scale }
        let seen = Plane(width: side, height: side).raised(inside: face).values
        let seenShare = zip(sure, seen).reduce(0) { $0 + $1.0 * $1.1 } / max(seen.reduce(0, +), 1)
        guard seenShare >= Self.leastSeenShare else {
            return Plane(width: image.width, height: image.height, repeating: 1)
        }
        let middle = face.reduce(Point.zero, +) / Float(face.count)
        let person = Plane(width: side, height: side, values: sure).raised(inside: face).connected(to: middle)
        let enlarged = person.stretched(width: image.width, height: image.height)
        let radius = max(Int(Self.windowPart * Float(image.width)) / 2, 1)
        return GuidedFilter.filtered(enlarged, guide: image.brightness, radius: radius, smoothness: Self.smoothness)
    }
}

extension Image {
    /// Brightness of each pixel, 0…1, with the weights of ITU-R BT.601.
    var brightness: Plane {
        let values = [Float](unsafeUninitializedCapacity: width * height) { values, filled in
            pixels.withUnsafeBufferPointer { pixels in
                for index in 0..<width * height {
                    let red = 0.299 * Float(pixels[index * 3])
                    let green = 0.587 * Float(pixels[index * 3 + 1])
                    values[index] = (red + green + 0.114 * Float(pixels[index * 3 + 2])) / 255
                }
            }
            filled = width * height
        }
        return Plane(width: width, height: height, values: values)
    }

    /// The whole picture in a square of `side` pixels, each the mean of what it covers: red, green, blue, 0…1.
    func squeezed(side: Int) -> [Float] {
        let columns = Self.spans(of: width, in: side)
        let rows = Self.spans(of: height, in: side)
        return pixels.withUnsafeBufferPointer { pixels in
            var values = [Float](repeating: 0, count: side * side * 3)
            for y in 0..<side {
                for x in 0..<side {
                    var sum = SIMD3<Int>.zero
                    for row in rows[y] {
                        for column in columns[x] {
                            let at = (row * width + column) * 3
                            sum &+= SIMD3(Int(pixels[at]), Int(pixels[at + 1]), Int(pixels[at + 2]))
                        }
                    }
                    let count = Float(rows[y].count * columns[x].count * 255)
                    let at = (y * side + x) * 3
                    for part in 0..<3 { values[at + part] = Float(sum[part]) / count }
                }
            }
            return values
        }
    }

    /// For each of `parts` equal parts of a length, the pixels that it covers: at least one.
    private static func spans(of length: Int, in parts: Int) -> [Range<Int>] {
        (0..<parts).map { part in
            let start = part * length / parts
            return start..<max((part + 1) * length / parts, start + 1)
        }
    }
}

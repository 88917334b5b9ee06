import CInference
import Glibc

/// The three operations that the attention model has of its own.
///
/// It finds the 468 landmarks roughly, cuts lips and eyes out of its feature map along them
/// (`Landmarks2TransformMatrix`, `TransformTensorBilinear`), finds these again, and puts them back
/// (`TransformLandmarks`). The graph runs the three regions in a fixed order, which is all that tells them apart: each
/// model has a counter of its own. Source: MediaPipe's kernels of those names, version 2 (Apache-2.0); the mathematics
/// is theirs, the code is not.
final class AttentionOperations {
    private let functions: AuroraLiteRT
    private let kernels: UnsafeMutableBufferPointer<AuroraCustomKernel>
    private var nextRegion = 0

    private static let names = ["Landmarks2TransformMatrix", "TransformTensorBilinear", "TransformLandmarks"]
    /// Where the model's file has the versions of the three operation codes. LiteRT registers every custom operation
    /// as version 1, the file says 2: it would not be found.
    private static let versionOffsets = [0x261198, 0x2611C0, 0x2611F8]
    /// Side of a region's cut, in cells of the feature map.
    private static let cutSide = 16
    /// How much larger the cut is than its landmarks' box.
    private static let cutScale: Float = 1.5

    /// Readies the operations and sets the versions in the model's bytes, whose digest has been checked.
    init(patching model: FileBytes, _ functions: AuroraLiteRT) throws(InferenceError) {
        for offset in Self.versionOffsets {
            guard model.address.loadUnaligned(fromByteOffset: offset, as: Int32.self) == 2 else {
                throw InferenceError(.altered, "the attention model is not the expected one")
            }
            model.address.storeBytes(of: 1, toByteOffset: offset, as: Int32.self)
        }
        self.functions = functions
        kernels = .allocate(capacity: 3)
        kernels.initializeElement(at: 0, to: Self.kernel(Self.matrixLayout, Self.runMatrix))
        kernels.initializeElement(at: 1, to: Self.kernel(Self.cutLayout, Self.runCut))
        kernels.initializeElement(at: 2, to: Self.kernel(Self.pointsLayout, Self.runPoints))
    }

    deinit { kernels.deallocate() }

    /// Tells LiteRT of the operations; this object must live as long as the model.
    func register(with options: AuroraObject, _ runtime: TensorRuntime) throws(InferenceError) {
        let user = Unmanaged.passUnretained(self).toOpaque()
        for (index, name) in Self.names.enumerated() {
            guard let kernel = kernels.baseAddress else { continue }
            let status = functions.AddCustomOpKernelOption(options, name, 1, kernel + index, user)
            try runtime.check(status, name)
        }
    }

    /// To be called before each run.
    func begin() { nextRegion = 0 }
}

// MARK: - The operations

extension AttentionOperations {
    /// From the landmarks (x, y, z in cells of the input) the 2 x 3 matrix, in a 4 x 4, from a cut to the feature map:
    /// the box of the region's landmarks, turned along its axis, 1.5 times as large.
    private func matrix(_ landmarks: UnsafeBufferPointer<Float>, _ matrix: UnsafeMutableBufferPointer<Float>) -> Bool {
        guard nextRegion < AttentionRegion.allCases.count, landmarks.count == 468 * 3, matrix.count == 16 else {
            return false
        }
        let region = AttentionRegion.allCases[nextRegion]
        nextRegion += 1
        func point(_ index: Int) -> SIMD2<Float> { SIMD2(landmarks[index * 3], landmarks[index * 3 + 1]) }
        let axis = point(region.axis.to) - point(region.axis.from)
        let angle = -atan2f(axis.y, axis.x)
        let (cosine, sine) = (cosf(angle), sinf(angle))
        var (low, high) = (SIMD2<Float>(repeating: .infinity), SIMD2<Float>(repeating: -.infinity))
        for index in region.landmarks {
            let place = point(index)
            let turned = SIMD2(cosine * place.x - sine * place.y, sine * place.x + cosine * place.y)
            low = pointwiseMin(low, turned)
            high = pointwiseMax(high, turned)
        }
        let middle = (low + high) / 2
        let centre = SIMD2(cosine * middle.x + sine * middle.y, -sine * middle.x + cosine * middle.y)
        let scale = Self.cutScale * (high - low) / Float(Self.cutSide)
        let rowX = SIMD2(cosine * scale.x, sine * scale.y)
        let rowY = SIMD2(-sine * scale.x, cosine * scale.y)
        let half = Float(Self.cutSide / 2)
        let values: [Float] = [
            rowX.x, rowX.y, 0, centre.x - half * (rowX.x + rowX.y), rowY.x, rowY.y, 0,
            centre.y - half * (rowY.x + rowY.y), 0, 0, 1, 0, 0, 0, 0, 1,
        ]
        _ = matrix.update(from: values)
        return true
    }

    /// A cut of the feature map by bilinear interpolation at the cells' centres; nothing outside.
    private func cut(_ map: Tensor, _ matrix: Tensor, _ result: UnsafeMutableBufferPointer<Float>) -> Bool {
        guard map.shape.count == 4, matrix.values.count == 16 else { return false }
        let (height, width, channels) = (map.shape[1], map.shape[2], map.shape[3])
        guard result.count == Self.cutSide * Self.cutSide * channels else { return false }
        let m = matrix.values
        let offsetX = m[3] + 0.5 * (m[0] + m[1]) - 0.5
        let offsetY = m[7] + 0.5 * (m[4] + m[5]) - 0.5
        func value(_ y: Int, _ x: Int, _ channel: Int) -> Float {
            y < height && x < width ? map.values[(y * width + x) * channels + channel] : 0
        }
        for y in 0..<Self.cutSide {
            for x in 0..<Self.cutSide {
                let placeX = m[0] * Float(x) + m[1] * Float(y) + offsetX
                let placeY = m[4] * Float(x) + m[5] * Float(y) + offsetY
                let at = (y * Self.cutSide + x) * channels
                // Written so that a place that is not a number is outside as well.
                guard placeX >= 0, placeY >= 0, placeX <= Float(width - 1), placeY <= Float(height - 1) else {
                    for channel in 0..<channels { result[at + channel] = 0 }
                    continue
                }
                let (left, top) = (Int(placeX), Int(placeY))
                let (right, low) = (placeX - Float(left), placeY - Float(top))
                for channel in 0..<channels {
                    let upper = value(top, left, channel) * (1 - right) + value(top, left + 1, channel) * right
                    let lower = value(top + 1, left, channel) * (1 - right) + value(top + 1, left + 1, channel) * right
                    result[at + channel] = upper * (1 - low) + lower * low
                }
            }
        }
        return true
    }

    /// Points (x, y) of a cut, moved to the feature map.
    private func points(_ points: Tensor, _ matrix: Tensor, _ result: UnsafeMutableBufferPointer<Float>) -> Bool {
        guard matrix.values.count == 16, result.count == points.values.count, result.count % 2 == 0 else {
            return false
        }
        let m = matrix.values
        for at in stride(from: 0, to: result.count, by: 2) {
            let (x, y) = (points.values[at], points.values[at + 1])
            result[at] = m[0] * x + m[1] * y + m[3]
            result[at + 1] = m[4] * x + m[5] * y + m[7]
        }
        return true
    }
}

// MARK: - What LiteRT calls

extension AttentionOperations {
    private typealias Layouts =
        @convention(c) (
            UnsafeMutableRawPointer?, Int, UnsafePointer<AuroraLayout>, Int, UnsafeMutablePointer<AuroraLayout>
        ) -> AuroraStatus
    private typealias Run =
        @convention(c) (
            UnsafeMutableRawPointer?, Int, UnsafePointer<AuroraObject>, Int, UnsafeMutablePointer<AuroraObject>
        ) -> AuroraStatus

    private static let failure: AuroraStatus = 1

    private static func kernel(_ layouts: @escaping Layouts, _ run: @escaping Run) -> AuroraCustomKernel {
        AuroraCustomKernel(initialize: { _, _, _ in 0 }, output_layouts: layouts, run: run, destroy: { _ in 0 })
    }

    private static let matrixLayout: Layouts = { _, _, _, _, output in
        output[0] = aurora_layout_make(3, 1, 4, 4, 0)
        return 0
    }

    private static let cutLayout: Layouts = { _, _, input, _, output in
        output[0] = aurora_layout_make(4, 1, 16, 16, aurora_layout_dimension(input, 3))
        return 0
    }

    private static let pointsLayout: Layouts = { _, _, input, _, output in
        output[0] = input[0]
        return 0
    }

    private static let runMatrix: Run = { user, inputs, input, _, output in
        AttentionOperations.run(user, input, 1, output) { operations, tensors, result in
            operations.matrix(tensors[0].values, result)
        }
    }

    private static let runCut: Run = { user, inputs, input, _, output in
        AttentionOperations.run(user, input, 2, output) { operations, tensors, result in
            operations.cut(tensors[0], tensors[1], result)
        }
    }

    private static let runPoints: Run = { user, inputs, input, _, output in
        AttentionOperations.run(user, input, 2, output) { operations, tensors, result in
            operations.points(tensors[0], tensors[1], result)
        }
    }

    private static func run(
        _ user: UnsafeMutableRawPointer?, _ inputs: UnsafePointer<AuroraObject>, _ count: Int,
        _ outputs: UnsafeMutablePointer<AuroraObject>,
        _ body: (AttentionOperations, [Tensor], UnsafeMutableBufferPointer<Float>) -> Bool
    ) -> AuroraStatus {
        guard let user else { return failure }
        let operations = Unmanaged<AttentionOperations>.fromOpaque(user).takeUnretainedValue()
        let functions = operations.functions
        var tensors: [Tensor] = []
        defer { for index in 0..<tensors.count { _ = functions.UnlockTensorBuffer(inputs[index]) } }
        for index in 0..<count {
            guard let tensor = Tensor(locking: inputs[index], AURORA_LOCK_READ, functions) else { return failure }
            tensors.append(tensor)
        }
        guard let output = Tensor(locking: outputs[0], AURORA_LOCK_WRITE, functions) else { return failure }
        defer { _ = functions.UnlockTensorBuffer(outputs[0]) }
        return body(operations, tensors, UnsafeMutableBufferPointer(mutating: output.values)) ? 0 : failure
    }
}

/// A tensor's memory while it is locked.
private struct Tensor {
    let shape: [Int]
    let values: UnsafeBufferPointer<Float>

    init?(locking buffer: AuroraObject, _ mode: Int, _ functions: AuroraLiteRT) {
        var type = AuroraTensorType()
        var address: UnsafeMutableRawPointer?
        guard functions.GetTensorBufferTensorType(buffer, &type) == 0,
            functions.LockTensorBuffer(buffer, &address, Int32(mode)) == 0
        else { return nil }
        let layout = type.layout
        shape = withUnsafePointer(to: layout) { layout in
            (0..<Int(aurora_layout_rank(layout))).map { Int(aurora_layout_dimension(layout, Int32($0))) }
        }
        values = UnsafeBufferPointer(
            start: address.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }, count: shape.reduce(1, *))
    }
}

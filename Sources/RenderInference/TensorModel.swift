import CInference
import Synchronization

/// A model that LiteRT runs: one tensor of floats in, some out.
///
/// Holds memory of the library; used by one thread at a time.
package final class TensorModel {
    /// The shape of the input, outermost first, channels last.
    package let inputShape: [Int]
    /// The shapes of the outputs, in the order in which `run` returns them.
    package let outputShapes: [[Int]]

    private let runtime: TensorRuntime
    private let bytes: FileBytes
    private let attention: AttentionOperations?
    private let objects: ObjectStack
    private let compiled: AuroraObject
    private let input: AuroraObject
    private let outputs: [AuroraObject]

    /// Loads a model of an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ file: EngineFile, in folder: EngineFolder, runtime: TensorRuntime) throws(InferenceError) {
        self.runtime = runtime
        let functions = runtime.functions
        let objects = ObjectStack()
        let bytes = try folder.load(file)
        attention = file == .faceLandmarksWithAttention ? try AttentionOperations(patching: bytes, functions) : nil
        let model = try runtime.made("model") {
            functions.CreateModelFromBuffer(runtime.environment, bytes.address, bytes.count, $0)
        }
        objects.push(model, functions.DestroyModel)
        let options = try runtime.made("options", functions.CreateOptions)
        objects.push(options, functions.DestroyOptions)
        let processor = Int32(AURORA_ACCELERATOR_CPU)
        try runtime.check(functions.SetOptionsHardwareAccelerators(options, processor), "accelerators")
        try attention?.register(with: options, runtime)
        compiled = try Quietly.compile { () throws(InferenceError) in
            try runtime.made("compile") { functions.CreateCompiledModel(runtime.environment, model, options, $0) }
        }
        objects.push(compiled, functions.DestroyCompiledModel)

        let compiled = compiled
        let signature = try runtime.made("signature") { functions.GetModelSignature(model, 0, $0) }
        (input, inputShape) = try objects.buffer(
            runtime, "input", { functions.GetSignatureInputTensorByIndex(signature, 0, $0) },
            { functions.GetCompiledModelInputBufferRequirements(compiled, 0, 0, $0) })
        var count = 0
        try runtime.check(functions.GetNumSignatureOutputs(signature, &count), "outputs")
        var outputs: [(buffer: AuroraObject, shape: [Int])] = []
        for index in 0..<count {
            outputs.append(
                try objects.buffer(
                    runtime, "output", { functions.GetSignatureOutputTensorByIndex(signature, index, $0) },
                    { functions.GetCompiledModelOutputBufferRequirements(compiled, 0, index, $0) }))
        }
        self.outputs = outputs.map(\.buffer)
        outputShapes = outputs.map(\.shape)
        self.bytes = bytes
        self.objects = objects
    }

    /// Runs the model on `values`, as many as the input's shape has, and returns each output's values.
    ///
    /// Throws `.failed`.
    package func run(_ values: [Float]) throws(InferenceError) -> [[Float]] {
        precondition(values.count == inputShape.reduce(1, *), "as many values as the input's shape has")
        let functions = runtime.functions
        try withLocked(input, AURORA_LOCK_WRITE) { address in
            values.withUnsafeBufferPointer { source in
                source.baseAddress.map { address.update(from: $0, count: values.count) }
            }
        }
        attention?.begin()
        let status = functions.RunCompiledModel(compiled, 0, 1, [input], outputs.count, outputs)
        try runtime.check(status, "run", .failed)
        var results: [[Float]] = []
        for (buffer, shape) in zip(outputs, outputShapes) {
            try withLocked(buffer, AURORA_LOCK_READ) { address in
                results.append(Array(UnsafeBufferPointer(start: address, count: shape.reduce(1, *))))
            }
        }
        return results
    }

    private func withLocked(
        _ buffer: AuroraObject, _ mode: Int, _ body: (UnsafeMutablePointer<Float>) -> Void
    ) throws(InferenceError) {
        var address: UnsafeMutableRawPointer?
        let status = runtime.functions.LockTensorBuffer(buffer, &address, Int32(mode))
        guard status == 0, let address else { throw InferenceError(.failed, "a tensor's memory cannot be reached") }
        body(address.assumingMemoryBound(to: Float.self))
        try runtime.check(runtime.functions.UnlockTensorBuffer(buffer), "unlock", .failed)
    }
}

/// The library's objects of one model, destroyed last made first.
private final class ObjectStack {
    private var destroyers: [() -> Void] = []

    deinit { for destroy in destroyers.reversed() { destroy() } }

    func push(_ object: AuroraObject, _ destroy: @escaping @convention(c) (AuroraObject) -> Void) {
        destroyers.append { destroy(object) }
    }

    /// Makes the buffer of one tensor and tells its shape.
    func buffer(
        _ runtime: TensorRuntime, _ operation: String, _ tensor: (AuroraResult) -> AuroraStatus,
        _ requirements: (AuroraResult) -> AuroraStatus
    ) throws(InferenceError) -> (AuroraObject, [Int]) {
        let functions = runtime.functions
        let tensor = try runtime.made(operation, tensor)
        var type = AuroraTensorType()
        try runtime.check(functions.GetRankedTensorType(tensor, &type), operation)
        guard type.element_type == Int32(AURORA_ELEMENT_FLOAT) else {
            throw InferenceError(.unusable, "a model's \(operation) is not of floats")
        }
        let needed = try runtime.made(operation, requirements)
        let buffer = try runtime.made(operation) {
            functions.CreateManagedTensorBufferFromRequirements(runtime.environment, &type, needed, $0)
        }
        push(buffer, functions.DestroyTensorBuffer)
        let rank = Int(aurora_layout_rank(&type.layout))
        return (buffer, (0..<rank).map { Int(aurora_layout_dimension(&type.layout, Int32($0))) })
    }
}

/// Compiles models without the line that LiteRT's XNNPACK writes to standard error, once a process, whatever its log
/// level is.
private enum Quietly {
    private static let hasCompiled = Mutex(false)

    static func compile<Failure>(_ body: () throws(Failure) -> AuroraObject) throws(Failure) -> AuroraObject {
        let isFirst = hasCompiled.withLock { compiled in
            defer { compiled = true }
            return !compiled
        }
        let held = isFirst ? aurora_stderr_hold() : -1
        defer { aurora_stderr_release(held) }
        return try body()
    }
}

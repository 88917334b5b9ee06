import CInference

/// A model that ONNX Runtime runs: one tensor of floats in, one out. One thread, processor only, so that the answer
/// does not depend on the number of processors.
///
/// Holds memory of the library; used by one thread at a time.
final class ONNXSession {
    private let functions: AuroraONNX
    private let objects: ReleaseStack
    private let session: AuroraObject
    private let memory: AuroraObject

    /// Loads a model with the library of an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    init(_ model: EngineFile, library: EngineFile, in folder: EngineFolder) throws(InferenceError) {
        try folder.verify(library)
        let bytes = try folder.load(model)
        let table = UnsafeMutablePointer<AuroraONNX>.allocate(capacity: 1)
        defer { table.deallocate() }
        if let problem = aurora_onnx_open(folder.location(of: library), table) {
            throw InferenceError(
                .unusable, "the safety check's library cannot be loaded: \(String(cString: problem))", of: .safety)
        }
        let functions = table.move()
        let objects = ReleaseStack()
        func made(
            _ operation: String, _ release: @escaping @convention(c) (AuroraObject) -> Void,
            _ make: (AuroraResult) -> AuroraONNXStatus?
        ) throws(InferenceError) -> AuroraObject {
            var object: AuroraObject?
            try functions.check(make(&object), operation, .unusable)
            guard let object else {
                throw InferenceError(.unusable, "the safety check's library made no \(operation)", of: .safety)
            }
            objects.push(object, release)
            return object
        }
        let environment = try made("environment", functions.ReleaseEnvironment) {
            functions.CreateEnvironment(Int32(AURORA_ONNX_LOG_ERROR), "aurora", $0)
        }
        try functions.check(functions.DisableTelemetry(environment), "telemetry", .unusable)
        let options = try made("options", functions.ReleaseSessionOptions, functions.CreateSessionOptions)
        try functions.check(functions.SetLogSeverity(options, Int32(AURORA_ONNX_LOG_ERROR)), "log", .unusable)
        try functions.check(functions.SetIntraOperationThreads(options, 1), "threads", .unusable)
        try functions.check(functions.SetInterOperationThreads(options, 1), "threads", .unusable)
        session = try made("session", functions.ReleaseSession) {
            functions.CreateSessionFromArray(environment, bytes.address, bytes.count, options, $0)
        }
        memory = try made("memory", functions.ReleaseMemory) {
            functions.CreateProcessorMemory(Int32(AURORA_ONNX_ARENA), Int32(AURORA_ONNX_DEFAULT_MEMORY), $0)
        }
        self.functions = functions
        self.objects = objects
    }

    /// Runs the model on `values` of a shape and returns the `count` values of its output. Throws `.failed`.
    func run(
        _ values: [Float], shape: [Int64], from inputName: String, to outputName: String, count: Int
    ) throws(InferenceError) -> [Float] {
        precondition(values.count == shape.reduce(1) { $0 * Int($1) }, "as many values as the shape has")
        let results = ReleaseStack()
        // The library takes what it could write to, and does not.
        let data = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
        defer { data.deallocate() }
        _ = data.initialize(from: values)
        guard let start = data.baseAddress else { return [] }
        var tensor: AuroraObject?
        try functions.check(
            functions.CreateTensorWithData(
                memory, start, values.count * MemoryLayout<Float>.stride, shape, shape.count, Int32(AURORA_ONNX_FLOAT),
                &tensor), "input")
        guard let tensor else { throw InferenceError(.failed, "the safety check has no input", of: .safety) }
        results.push(tensor, functions.ReleaseValue)
        var output: AuroraObject?
        let status = inputName.withCString { input in
            outputName.withCString { name in
                functions.Run(session, nil, [input], [tensor], 1, [name], 1, &output)
            }
        }
        try functions.check(status, "run")
        guard let output else { throw InferenceError(.failed, "the safety check has no output", of: .safety) }
        results.push(output, functions.ReleaseValue)
        return try contents(of: output, count: count)
    }

    private func contents(of tensor: AuroraObject, count: Int) throws(InferenceError) -> [Float] {
        var shape: AuroraObject?
        try functions.check(functions.GetTensorShape(tensor, &shape), "shape")
        var found = 0
        if let shape {
            defer { functions.ReleaseShape(shape) }
            try functions.check(functions.GetShapeElementCount(shape, &found), "shape")
        }
        var address: UnsafeMutableRawPointer?
        try functions.check(functions.GetTensorData(tensor, &address), "output")
        guard found == count, let address else {
            throw InferenceError(.failed, "the safety check's model answers with \(found) values", of: .safety)
        }
        return Array(UnsafeBufferPointer(start: address.assumingMemoryBound(to: Float.self), count: count))
    }
}

extension AuroraONNX {
    /// Throws what the library says is wrong with `operation`, if anything is.
    fileprivate func check(
        _ status: AuroraONNXStatus?, _ operation: String, _ reason: InferenceError.Reason = .failed
    ) throws(InferenceError) {
        guard let status else { return }
        defer { ReleaseStatus(status) }
        let words = String(cString: GetErrorMessage(status))
        throw InferenceError(reason, "the safety check's library failed (\(operation)): \(words)", of: .safety)
    }
}

/// Objects of the library, released last made first.
private final class ReleaseStack {
    private var releases: [() -> Void] = []

    deinit { for release in releases.reversed() { release() } }

    func push(_ object: AuroraObject, _ release: @escaping @convention(c) (AuroraObject) -> Void) {
        releases.append { release(object) }
    }
}

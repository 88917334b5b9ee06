import CInference
import Synchronization

/// LiteRT, opened, with its environment: one thread, processor only.
///
/// Its XNNPACK kernels run on the calling thread (LiteRT makes no pool unless it is told to), so results do not depend
/// on the number of processors.
package final class TensorRuntime {
    let functions: AuroraLiteRT
    let environment: AuroraObject

    /// Opens the library of an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ folder: EngineFolder) throws(InferenceError) {
        try folder.verify(.tensorLibrary)
        let functions = UnsafeMutablePointer<AuroraLiteRT>.allocate(capacity: 1)
        defer { functions.deallocate() }
        if let problem = aurora_litert_open(folder.location(of: .tensorLibrary), functions) {
            throw InferenceError(.unusable, "the inference library cannot be loaded: \(String(cString: problem))")
        }
        self.functions = functions.move()
        let options = [
            Self.option(AURORA_OPTION_LOG_SEVERITY, AURORA_LOG_ERROR),
            Self.option(AURORA_OPTION_ACCELERATORS, AURORA_ACCELERATOR_CPU),
        ]
        var environment: AuroraObject?
        let status = self.functions.CreateEnvironment(Int32(options.count), options, &environment)
        guard status == 0, let environment else { throw Self.error(.unusable, "environment", status) }
        self.environment = environment
    }

    deinit { functions.DestroyEnvironment(environment) }

    /// Throws `reason` if LiteRT says that `operation` failed.
    func check(
        _ status: AuroraStatus, _ operation: String, _ reason: InferenceError.Reason = .unusable
    ) throws(InferenceError) {
        if status != 0 { throw Self.error(reason, operation, status) }
    }

    /// What `make` stores, or the error that it returns.
    func made(
        _ operation: String, _ make: (AuroraResult) -> AuroraStatus
    ) throws(InferenceError) -> AuroraObject {
        var object: AuroraObject?
        let status = make(&object)
        guard status == 0, let object else { throw Self.error(.unusable, operation, status) }
        return object
    }

    private static func error(
        _ reason: InferenceError.Reason, _ operation: String, _ status: AuroraStatus
    ) -> InferenceError {
        InferenceError(reason, "the inference library failed with status \(status) (\(operation))")
    }

    private static func option(_ tag: Int, _ value: Int) -> AuroraEnvironmentOption {
        AuroraEnvironmentOption(
            tag: Int32(tag), value: .init(type: Int32(AURORA_ANY_INTEGER), integer: Int64(value)))
    }
}

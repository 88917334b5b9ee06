import CFFmpeg

/// The one way to call FFmpeg: a negative status becomes a `CodecError` that tells the operation.
enum FFmpeg {
    /// Throws if `status` is one of FFmpeg's errors, else returns it. `reason` is for an error that does not tell one
    /// itself: while a file is decoded, that is `.corrupt`.
    @discardableResult
    static func check(
        _ status: Int32, _ operation: String, otherwise reason: CodecError.Reason = .refused
    ) throws(CodecError) -> Int32 {
        if status < 0 { throw CodecError(status: status, operation: operation, otherwise: reason) }
        return status
    }

    /// Throws if FFmpeg had no memory for a thing, else returns the thing.
    static func allocated<Value>(_ value: Value?, _ operation: String) throws(CodecError) -> Value {
        guard let value else { throw CodecError(status: AURORA_AVERROR_ENOMEM, operation: operation) }
        return value
    }

    /// Readies the library, once a process; every owner of a handle calls it first.
    ///
    /// FFmpeg is held to the instructions that every x86-64 processor since 2009 has. Its floating-point routines (the
    /// resampler, the AAC encoder) round differently on AVX and FMA, and the same request must give the same bytes on
    /// every machine. libx264 picks its own instructions and is exact with all of them.
    static func prepare() { _ = prepared }

    private static let prepared: Void = {
        av_log_set_level(AV_LOG_QUIET)
        #if arch(x86_64)
            av_force_cpu_flags(
                AV_CPU_FLAG_MMX | AV_CPU_FLAG_MMXEXT | AV_CPU_FLAG_SSE | AV_CPU_FLAG_SSE2 | AV_CPU_FLAG_SSE3
                    | AV_CPU_FLAG_SSSE3 | AV_CPU_FLAG_SSE4 | AV_CPU_FLAG_SSE42 | AV_CPU_FLAG_CMOV)
        #endif
    }()
}

import FoundationEssentials
import Glibc
import RenderProtocol

/// The one place that writes to standard output and standard error.
enum StandardOutput {
    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    static func complain(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    /// A reader that has gone away is no reason to stop: what counts is the result file.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            start += count
        }
    }
}

/// Tells how far the renderer is, at most five times a second.
struct ProgressWriter {
    private var last: ContinuousClock.Instant?
    private var hasAllowedTime = false
    private static let pause = Duration.milliseconds(200)

    mutating func report(_ progress: RenderProgress) {
        // Whoever counts frames is past everything whose length was not known.
        if !hasAllowedTime, progress.total > 0 {
            Confinement.allow(frames: progress.total)
            hasAllowedTime = true
        }
        let now = ContinuousClock.now
        if let last, now - last < Self.pause, progress.done != progress.total { return }
        last = now
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A report that cannot be encoded is only a report: the video goes on.
        guard let line = try? encoder.encode(progress) else { return }
        StandardOutput.write(String(decoding: line, as: UTF8.self) + "\n")
    }
}

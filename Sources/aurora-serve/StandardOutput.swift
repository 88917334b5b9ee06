import Glibc

/// Where words go: what a script reads to standard output, everything else to standard error. Each text by one write.
enum StandardOutput {
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func complain(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            // Nobody reads it any more.
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

package import AuroraCore
import Glibc

/// A system call about a file that failed, with the evidence.
package struct FileError: Error, Hashable, Sendable {
    /// What was attempted, as in "cannot … `path`": `read`, `write`, `create`.
    package let operation: String
    package let path: String
    /// The errno.
    package let code: Int32

    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Another process listens there.
    package var isInUse: Bool { code == EADDRINUSE }

    /// The two paths of a rename are on different file systems.
    package var isCrossDevice: Bool { code == EXDEV }

    /// The system's words for the errno, with a small first letter.
    package var reason: String {
        let words = String(cString: strerror(code))
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}

extension FileError: DiagnosticConvertible {
    package var diagnostics: [Diagnostic] {
        [Diagnostic("cannot \(operation) `\(PrintableText.sanitized(path))`: \(reason)", hint: hint)]
    }

    private var hint: String? {
        switch code {
        case ENOSPC, EDQUOT: "free some space on that disk and run the same command again; nothing was lost"
        case EACCES, EPERM: "give your user access to it"
        case EROFS: "the file system is read-only: mount it writable"
        case EMFILE, ENFILE: "raise the limit of open files (`ulimit -n`) or build with fewer jobs (`-j 1`)"
        default: nil
        }
    }
}

package import AuroraCore
internal import CLibgit2

/// A call into git's library that failed, with everything it said.
package struct GitError: DiagnosticConvertible, Hashable {
    /// What was being done, as words that follow "cannot".
    package let operation: String
    /// libgit2's `git_error_code`, negative.
    package let code: Int32
    /// libgit2's `git_error_t`: the part of the library that failed.
    package let category: Int32
    /// libgit2's own sentence.
    package let message: String
    /// The file or folder it was about.
    package let path: String?

    /// Whether the same call may succeed later without anybody changing anything.
    package var isRetryable: Bool { code == GIT_ELOCKED.rawValue || code == GIT_EMODIFIED.rawValue }

    package var diagnostics: [Diagnostic] {
        let subject = path.map { " `\($0)`" } ?? ""
        return [Diagnostic("cannot \(operation)\(subject): \(message)", hint: hint)]
    }

    private var hint: String? {
        if operation == Self.loading { return "install the package `libgit2-1.5`" }
        if code == GIT_EOWNER.rawValue, let path {
            return "if you trust this repository, run `git config --global --add safe.directory '\(path)'`"
        }
        if code == GIT_ELOCKED.rawValue {
            return "wait for the other git process to end; if there is none, delete its `.lock` file"
        }
        if message.hasPrefix("unsupported extension name") || message.hasPrefix("unsupported repository version") {
            return "set `git: {commit: off}` in aurora.yaml to build without committing"
        }
        return nil
    }
}

extension GitError {
    private static let loading = "load git's library"

    /// The library itself, or a function of it, is not there.
    static func unloadable(_ message: String) -> GitError {
        GitError(
            operation: loading, code: GIT_ERROR.rawValue, category: Int32(GIT_ERROR_OS.rawValue), message: message,
            path: nil)
    }

    /// The error of a system call, from `errno`.
    static func system(_ operation: String, path: String, errno number: Int32) -> GitError {
        GitError(
            operation: operation, code: GIT_ERROR.rawValue, category: Int32(GIT_ERROR_OS.rawValue),
            message: SystemCall.message(number), path: path)
    }

    /// A repository that belongs to another user, whose configuration is not to be trusted.
    static func foreignOwner(_ operation: String, path: String) -> GitError {
        GitError(
            operation: operation, code: GIT_EOWNER.rawValue, category: Int32(GIT_ERROR_REPOSITORY.rawValue),
            message: "it belongs to another user", path: path)
    }

    /// A request that makes no sense, found before any call.
    static func invalid(_ operation: String, _ message: String, path: String? = nil) -> GitError {
        GitError(
            operation: operation, code: GIT_EINVALID.rawValue, category: Int32(GIT_ERROR_INVALID.rawValue),
            message: message, path: path)
    }
}

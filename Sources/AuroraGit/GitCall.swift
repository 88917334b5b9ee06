internal import CLibgit2
internal import Glibc

/// git's library: `libgit2.x` is its function `git_x`. Not to be called before `Libgit2.start` has returned.
let libgit2 = Libgit2.opened.functions

/// Opens git's library and starts it when it is first needed; never stopped. A command that needs no git does not wait
/// for it and the libraries that it brings along.
enum Libgit2 {
    /// Swift runs this once, whatever the number of threads.
    fileprivate static let opened = open(LIBGIT2_FILE)

    /// The result of starting it: negative for a failure.
    private static let started: Int32 = {
        let count = libgit2.libgit2_init()
        guard count >= 0 else { return count }
        // Checking that a repository belongs to the user stays on, which is libgit2's default: somebody else's
        // configuration must not steer this process.
        let synced = libgit2.enableFsync()
        let accepted = libgit2.acceptWorktreeConfig()
        return min(synced, accepted, count)
    }()

    static func start() throws(GitError) {
        if let error = opened.error { throw error }
        if started < 0 { throw GitError.last("start git's library", code: started, path: nil) }
    }

    /// The functions of the library with that file name, and what is wrong with it.
    static func open(_ file: String) -> (functions: Libgit2Functions, error: GitError?) {
        var problem: UnsafePointer<CChar>?
        let functions = aurora_libgit2_open(file, &problem)
        return (functions, problem.map { GitError.unloadable(String(cString: $0)) })
    }
}

/// The one wrapper of calls into libgit2: runs `call` and throws what went wrong. Gives back what the call returned.
@discardableResult
func git(_ operation: String, path: String? = nil, _ call: () -> Int32) throws(GitError) -> Int32 {
    try Libgit2.start()
    let code = call()
    if code < 0 { throw GitError.last(operation, code: code, path: path) }
    return code
}

/// As `git`, but absence is an answer: false if what was looked for does not exist.
func gitFinds(_ operation: String, path: String? = nil, _ call: () -> Int32) throws(GitError) -> Bool {
    try Libgit2.start()
    let code = call()
    if code == GIT_ENOTFOUND.rawValue { return false }
    if code < 0 { throw GitError.last(operation, code: code, path: path) }
    return true
}

extension GitError {
    /// What this thread's last call left behind.
    fileprivate static func last(_ operation: String, code: Int32, path: String?) -> GitError {
        let error = libgit2.error_last()
        let message = error.flatMap { $0.pointee.message }.map { String(cString: $0) }
        return GitError(
            operation: operation, code: code, category: error.map { Int32($0.pointee.klass) } ?? 0,
            message: message ?? "error \(code)", path: path)
    }
}

/// Owns one libgit2 object and frees it when it goes.
struct GitHandle: ~Copyable {
    let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    /// Takes what `make` stores in its argument.
    init(
        _ operation: String, path: String? = nil, free: @escaping (OpaquePointer?) -> Void,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var made: OpaquePointer?
        try git(operation, path: path) { make(&made) }
        guard let made else { preconditionFailure("libgit2 reported success without an object") }
        self.init(owning: made, free: free)
    }

    init(owning pointer: OpaquePointer, free: @escaping (OpaquePointer?) -> Void) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}

/// The SHA-1 that names a git object.
struct ObjectID: Hashable, CustomStringConvertible {
    var raw: git_oid

    init(_ raw: git_oid) { self.raw = raw }

    /// Takes what `make` stores in its argument.
    init(_ operation: String, path: String? = nil, _ make: (inout git_oid) -> Int32) throws(GitError) {
        var raw = git_oid()
        try git(operation, path: path) { make(&raw) }
        self.init(raw)
    }

    static func == (left: ObjectID, right: ObjectID) -> Bool {
        withUnsafeBytes(of: left.raw) { one in withUnsafeBytes(of: right.raw) { one.elementsEqual($0) } }
    }

    func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: raw) { hasher.combine(bytes: $0) }
    }

    /// 40 lower-case hexadecimal digits.
    var description: String {
        withUnsafeBytes(of: raw) { bytes in
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }
    }
}

/// The few things that this module asks of the system itself, always below a repository.
enum SystemCall {
    static func message(_ number: Int32) -> String {
        guard let text = strerror(number) else { return "error \(number)" }
        return String(cString: text)
    }

    /// Whether there is a regular file; a symbolic link is none.
    static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The path without symbolic links; `nil` if nothing is there.
    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

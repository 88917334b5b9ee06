internal import CLibgit2

/// What git does to a file's bytes between the working tree and the object database.
enum Conversion {
    /// They are stored as they are.
    case none
    /// Line endings or `$Id$`, which libgit2 converts itself.
    case builtIn(FilterList)
    /// A program of the repository's configuration, or an encoding, that Aurora does not run: its name.
    case program(String)
}

/// The conversions that libgit2 itself makes to one file.
final class FilterList {
    private let handle: GitHandle

    fileprivate init(_ handle: consuming GitHandle) { self.handle = handle }

    /// What git would store for these bytes of the working tree.
    func apply(_ bytes: [UInt8], path: String) throws(GitError) -> [UInt8] {
        var result = git_buf()
        try git("convert the line endings of", path: path) {
            bytes.withUnsafeBytes { raw in
                libgit2.filter_list_apply_to_buffer(
                    &result, handle.pointer, raw.bindMemory(to: CChar.self).baseAddress, raw.count)
            }
        }
        defer { libgit2.buf_dispose(&result) }
        return Array(UnsafeRawBufferPointer(start: result.ptr, count: result.size))
    }
}

extension GitRepository {
    /// What happens to the file at this path of the repository when git stores it.
    func conversion(_ path: String, configuration: GitConfiguration) throws(GitError) -> Conversion {
        if let program = try filterProgram(path, configuration: configuration) { return .program(program) }
        var list: OpaquePointer?
        try git("read the attributes of", path: path) {
            libgit2.filter_list_load(&list, pointer, nil, path, GIT_FILTER_TO_ODB, GIT_FILTER_DEFAULT.rawValue)
        }
        guard let list else { return .none }
        return .builtIn(FilterList(GitHandle(owning: list, free: libgit2.filter_list_free)))
    }

    /// The program, or the encoding, that git sends this path through. A filter without a configured program counts
    /// only if it is Git LFS: git would store the big file itself then, which nobody wants.
    func filterProgram(_ path: String, configuration: GitConfiguration) throws(GitError) -> String? {
        let values = try attributes(Self.conversionAttributes, of: path)
        if let encoding = values[0] { return "working-tree-encoding=\(encoding)" }
        guard let filter = values[1] else { return nil }
        if filter == "lfs" { return filter }
        for key in ["clean", "process"] where try configuration.string("filter.\(filter).\(key)") != nil {
            return filter
        }
        return nil
    }

    /// Values of attributes, in their order; `nil` where one is not set to a string. All at once, since every question
    /// has the files of attributes looked for in each folder.
    private func attributes(_ names: [StaticString], of path: String) throws(GitError) -> [String?] {
        var values = [UnsafePointer<CChar>?](repeating: nil, count: names.count)
        var names = names.map { Optional(UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)) }
        try git("read the attributes of", path: path) {
            libgit2.attr_get_many(
                &values, pointer, UInt32(GIT_ATTR_CHECK_FILE_THEN_INDEX), path, names.count, &names)
        }
        return values.map { value in
            guard let value, libgit2.attr_value(value) == GIT_ATTR_VALUE_STRING else { return nil }
            return String(cString: value)
        }
    }

    private static let conversionAttributes: [StaticString] = ["working-tree-encoding", "filter"]

    /// Whether the ignore rules exclude this path of the repository.
    func ignores(_ path: String) throws(GitError) -> Bool {
        var ignored: Int32 = 0
        try git("read the ignore rules for", path: path) { libgit2.ignore_path_is_ignored(&ignored, pointer, path) }
        return ignored != 0
    }
}

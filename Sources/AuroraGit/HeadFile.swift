internal import Glibc

/// Which commit HEAD names, read from git's files by hand: opening libgit2 takes longer than a whole build in which
/// nothing changed.
///
/// Knows plain branches, packed ones, detached heads and linked worktrees. Whatever else it meets counts as unknown,
/// and libgit2 is asked instead.
package enum HeadFile {
    /// The commit in 40 hexadecimal digits, for the repository that contains the folder (absolute, without symbolic
    /// links); `nil` if there is none, or nothing that is understood here.
    package static func commit(containing folder: String) -> String? {
        guard let git = gitFolder(above: folder), let head = line(git + "/HEAD") else { return nil }
        guard head.hasPrefix("ref: ") else { return commitName(head) }
        let reference = String(head.dropFirst(5))
        guard reference.hasPrefix("refs/"), !reference.contains("..") else { return nil }
        // A linked worktree has a HEAD of its own and shares the branches.
        let common = line(git + "/commondir").map { $0.hasPrefix("/") ? $0 : git + "/" + $0 } ?? git
        if let loose = line(common + "/" + reference) { return commitName(loose) }
        return packed(reference, in: common + "/packed-refs")
    }

    /// The `.git` folder of the nearest folder upwards that has one, or the one that a `.git` file names.
    private static func gitFolder(above folder: String) -> String? {
        var current = folder[...]
        while true {
            let candidate = (current == "/" ? "" : current) + "/.git"
            var status = stat()
            if lstat(String(candidate), &status) == 0 {
                switch status.st_mode & S_IFMT {
                case S_IFDIR: return String(candidate)
                case S_IFREG:
                    guard let pointer = line(String(candidate)), pointer.hasPrefix("gitdir: ") else { return nil }
                    let target = String(pointer.dropFirst(8))
                    return target.hasPrefix("/") ? target : current + "/" + target
                default: return nil
                }
            }
            guard let slash = current.lastIndex(of: "/"), current != "/" else { return nil }
            current = slash == current.startIndex ? "/" : current[..<slash]
        }
    }

    private static func packed(_ reference: String, in path: String) -> String? {
        guard let text = contents(path) else { return nil }
        for line in text.split(separator: "\n") where line.hasSuffix(" " + reference) {
            let name = commitName(String(line.prefix(40)))
            if name != nil, line.utf8.count == 41 + reference.utf8.count { return name }
        }
        return nil
    }

    private static func commitName(_ text: String) -> String? {
        let isName =
            text.utf8.count == 40
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
        return isName ? text : nil
    }

    /// A file of one line, without its end.
    private static func line(_ path: String) -> String? {
        guard let text = contents(path) else { return nil }
        var line = text[...]
        while let last = line.unicodeScalars.last, last == "\n" || last == "\r" {
            line = Substring(line.unicodeScalars.dropLast())
        }
        return line.isEmpty || line.contains("\n") ? nil : String(line)
    }

    /// A small text file; `nil` if it cannot be read or has more than 16 MiB.
    static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= 16 << 20 else {
            return nil
        }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, size))
        }
        return bytes.count == size ? String(validating: bytes, as: UTF8.self) : nil
    }
}

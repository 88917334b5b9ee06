import CAuroraSystem
import Glibc

/// One name in a folder, and what it stands for.
package struct FolderEntry: Hashable, Sendable {
    package let name: String
    /// A symbolic link is not followed.
    package let kind: FileFacts.Kind
}

extension ContainedFolder {
    /// What is in a folder, sorted by the bytes of the names. Throws `ContainmentError`; `.missing` also for a file.
    package func entries(_ relative: String) throws(ContainmentError) -> [FolderEntry] {
        let found = try openBeneath(relative)
        // The stream owns the descriptor from here on.
        guard let stream = fdopendir(found) else {
            let code = errno
            close(found)
            if code == ENOTDIR { throw .missing }
            throw .failed(FileError("list", relative, code: code))
        }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            guard let kind = kind(entry, in: dirfd(stream)) else { continue }
            entries.append(FolderEntry(name: name, kind: kind))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// `nil` if it has gone in the meantime.
    private func kind(_ entry: UnsafeMutablePointer<dirent>, in descriptor: Int32) -> FileFacts.Kind? {
        switch Int(entry.pointee.d_type) {
        case Int(DT_REG): return .regular
        case Int(DT_DIR): return .directory
        case Int(DT_LNK): return .symbolicLink
        case Int(DT_UNKNOWN): break
        default: return .other
        }
        // Some file systems do not tell in the listing.
        var status = stat()
        let result = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW)
            }
        }
        return result == 0 ? FileFacts(status).kind : nil
    }
}

import CAuroraSystem
import Glibc

/// A folder out of which no path leads: what a stranger's workspace names is looked up below it by the kernel
/// (openat2, RESOLVE_BENEATH), so that neither `..` nor a symbolic link, nor one swapped in meanwhile, gets outside.
package final class ContainedFolder: Sendable {
    /// The folder's real path.
    package let path: String
    private let descriptor: Int32

    /// Throws `FileError` if there is no such folder.
    package init(_ path: String) throws(FileError) {
        let real = try Files.realPath(path)
        let descriptor = Glibc.open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("open the folder", path) }
        self.path = real
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The open folder, for calls that take a path relative to it.
    var rootDescriptor: Int32 { descriptor }

    /// Opens a regular file for reading. Throws `ContainmentError`.
    package func open(_ relative: String) throws(ContainmentError) -> OpenFile {
        let found = try openBeneath(relative)
        let file = OpenFile(descriptor: found, path: absolute(relative))
        let facts: FileFacts
        do throws(FileError) { facts = try file.facts() } catch { throw .failed(error) }
        guard facts.kind == .regular else { throw .notAFile(facts.kind) }
        return file
    }

    /// A descriptor of whatever is there; the caller closes it. Throws `ContainmentError`.
    func openBeneath(_ relative: String) throws(ContainmentError) -> Int32 {
        let found = aurora_open_beneath(descriptor, relative)
        guard found < 0 else { return found }
        switch -found {
        case ENOENT, ENOTDIR: throw .missing
        case EXDEV, ELOOP: throw .escapes
        default: throw .failed(FileError("read", relative, code: -found))
        }
    }

    /// The path for programs that need one. Says nothing about where symbolic links in it lead.
    package func absolute(_ relative: String) -> String { Paths.join(path, relative) }
}

/// Why a path in a workspace cannot be used.
package enum ContainmentError: Error, Hashable, Sendable {
    case missing
    /// A symbolic link, `..` or an absolute path leads out of the folder.
    case escapes
    /// There is something, but no regular file.
    case notAFile(FileFacts.Kind)
    case failed(FileError)
}

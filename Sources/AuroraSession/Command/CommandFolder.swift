import AuroraCore
import AuroraFiles
import Synchronization

/// A folder that a program works in, which can serve the next action when the program left nothing behind.
///
/// Making and removing folders and files is what bookkeeping costs most for small actions: a file system that was
/// just made to forget many files searches long for a place for the next (ext4 spares the freed ones for seconds). So
/// folders stay, and files are written over.
///
/// For one action at a time; `CommandFolders` sees to it.
struct CommandFolder: Sendable {
    /// Absolute.
    let root: String
    /// What was put there, by path below `root`; `root` itself is the empty path.
    private var marks: [String: FileMark] = [:]

    /// Makes the folder, which must not be there yet.
    init(_ root: String) throws(FileError) {
        self.root = root
        try add("")
    }

    func absolute(_ path: String) -> String { path.isEmpty ? root : Paths.join(root, path) }

    /// Makes a folder below `root`, with those above it, unless it was made before.
    mutating func makeFolder(_ path: String) throws(FileError) {
        guard marks[path] == nil else { return }
        if let parent = Paths.parent(path), parent != "." { try makeFolder(parent) }
        try add(path)
    }

    /// Has `write` put a file at a path, over an earlier one of the folder's own if there is one. `write` is told whether
    /// there is.
    mutating func put(_ path: String, _ write: (String, _ isThere: Bool) throws -> Void) throws {
        if let parent = Paths.parent(path), parent != "." { try makeFolder(parent) }
        try write(absolute(path), marks[path] != nil)
        marks[path] = try FileMark.of(absolute(path))
    }

    /// Removes the files that an earlier action had and this one has not.
    mutating func keep(only files: Set<String>) throws(FileError) {
        for (path, mark) in marks where !mark.isFolder && !files.contains(path) {
            try Files.remove(absolute(path))
            marks[path] = nil
        }
    }

    /// Whether it is there at all.
    var isThere: Bool { (try? FileMark.of(root)).flatMap { $0 } == marks[""] }

    /// Whether there is exactly what was put there, none of it exchanged, and nothing can be reached by another name.
    /// Contents are not looked at.
    func isAsItWasLeft() throws(FileError) -> Bool {
        var children: [String: [String]] = [:]
        for path in marks.keys where !path.isEmpty {
            let parent = Paths.parent(path).flatMap { $0 == "." ? nil : $0 } ?? ""
            children[parent, default: []].append(Paths.name(path))
        }
        for (path, mark) in marks {
            guard try FileMark.of(absolute(path)) == mark else { return false }
            guard mark.isFolder else { continue }
            let names = try Files.names(in: absolute(path))
            guard Set(names) == Set(children[path] ?? []) else { return false }
        }
        return true
    }

    private mutating func add(_ path: String) throws(FileError) {
        try Files.createDirectories(absolute(path))
        marks[path] = try FileMark.of(absolute(path))
    }
}

/// The folders that wait for the next action, by the name of the program that worked in them: one program's left-overs,
/// such as inputs that its files hold still, are no other's to see.
final class CommandFolders: Sendable {
    private let idle = Mutex<[String: [CommandFolder]]>([:])

    /// A folder that nobody else uses. `make` makes a new one if none is left.
    func take(_ program: String, _ make: () throws -> CommandFolder) throws -> CommandFolder {
        while let folder = idle.withLock({ $0[program]?.popLast() }) {
            // The end of an earlier build removes them all.
            if folder.isThere { return folder }
        }
        return try make()
    }

    /// Takes a folder back after its program ended well, or removes it if something was left in it.
    func giveBack(_ folder: CommandFolder, of program: String) throws {
        guard try folder.isAsItWasLeft() else { return try Files.removeTree(folder.root) }
        idle.withLock { $0[program, default: []].append(folder) }
    }
}

import Glibc

/// Tells what changes in folders while it watches them, by the kernel's own notice (inotify): names that appear, go, or
/// whose files are written. Not what is below the folders' folders: each is watched by itself.
///
/// For one thread at a time.
package struct FolderWatch: ~Copyable {
    /// What happened since the last look.
    package struct Changes: Sendable, Hashable {
        /// Folder and name of everything that changed; the name is empty for the folder itself.
        package var entries: Set<Entry> = []
        /// Whether the kernel had more to tell than it keeps: anything may have changed.
        package var isOverflown = false
        /// Whether a folder came, went or moved: what is below it comes and goes with it, of which nothing is told.
        package var hasMovedFolders = false

        package struct Entry: Sendable, Hashable {
            package let folder: String
            package let name: String
        }

        package var isEmpty: Bool { entries.isEmpty && !isOverflown }
    }

    /// Whether a folder is watched now.
    package enum Admission: Sendable {
        case watched
        /// It is not there, or no folder.
        case missing
        /// The kernel watches no more folders for this user (fs.inotify.max_user_watches).
        case exhausted
    }

    /// Becomes readable when there is something to tell; for `poll`.
    package let descriptor: Int32
    private var folders: [Int32: String] = [:]

    package init() throws(FileError) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw FileError("watch", "the file system") }
    }

    deinit { close(descriptor) }

    package var count: Int { folders.count }

    /// Watches one more folder; watching it twice is the same as once. `folder` comes back in `Changes` as it is given.
    package mutating func add(_ folder: String) throws(FileError) -> Admission {
        let mask =
            IN_ATTRIB | IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
            | IN_DELETE_SELF
            | IN_MOVE_SELF
        let number = inotify_add_watch(descriptor, folder, UInt32(mask) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW))
        if number >= 0 {
            folders[number] = folder
            return .watched
        }
        switch errno {
        case ENOENT, ENOTDIR, ELOOP: return .missing
        case ENOSPC: return .exhausted
        default: throw FileError("watch", folder)
        }
    }

    /// Everything that happened since the last call; does not wait.
    package mutating func take() throws(FileError) -> Changes {
        var changes = Changes()
        let size = 64 << 10
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, size)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return changes }
                throw FileError("watch", "the file system")
            }
            note(UnsafeRawBufferPointer(rebasing: buffer[..<count]), in: &changes)
        }
    }

    private mutating func note(_ events: UnsafeRawBufferPointer, in changes: inout Changes) {
        let headerSize = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + headerSize <= events.count {
            let event = events.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let nameStart = offset + headerSize
            offset = nameStart + Int(event.len)
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                changes.isOverflown = true
                continue
            }
            guard let folder = folders[event.wd] else { continue }
            if event.mask & UInt32(IN_IGNORED) != 0 {
                folders[event.wd] = nil
                continue
            }
            let moves = UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO)
            if event.mask & UInt32(IN_ISDIR) != 0, event.mask & moves != 0 { changes.hasMovedFolders = true }
            // The name is padded with zeros.
            let name = events[nameStart..<min(offset, events.count)].prefix { $0 != 0 }
            changes.entries.insert(Changes.Entry(folder: folder, name: String(decoding: name, as: UTF8.self)))
        }
    }
}

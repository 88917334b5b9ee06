import AuroraCore
import AuroraFiles
import AuroraGallery

/// The folder of a gallery: nothing is written to one that was not made for galleries, and nothing is removed from it but
/// what a gallery put there.
struct GalleryFolder {
    /// Absolute.
    let path: String
    /// Its lock, held while it is written.
    private let marker: String

    /// Says whose folder it is, and is locked while somebody writes to it.
    private static let markerName = ".aurora-gallery"
    static let usual = "out/.gallery"

    var media: String { Paths.join(path, GalleryFiles.mediaFolder) }

    /// Throws `DiagnosticsError` for a folder that is somebody else's.
    init(workspace: ContainedFolder, target: String?) throws {
        if let target {
            path = try RestorePlace.chosen(target, workspace: workspace)
        } else {
            path = workspace.absolute(Self.usual)
            try Self.refuseLinks([workspace.absolute("out"), path])
        }
        marker = Paths.join(path, Self.markerName)
        try Self.refuseLinks([media, marker])
        guard try FileFacts.of(marker)?.kind != .regular, try !Files.names(in: path).isEmpty else { return }
        throw DiagnosticsError([
            Diagnostic(
                "`\(PrintableText.sanitized(target ?? Self.usual))` is a folder with other things in it",
                hint: "name a new folder with `--to`")
        ])
    }

    /// Makes the folder this process's own until the lock is given up. Throws `DiagnosticsError` if another process has it.
    func claim() throws -> FileLock {
        try Files.createDirectories(media)
        if let lock = try NumberedLocks(marker).acquire(0) { return lock }
        throw DiagnosticsError([
            Diagnostic(
                "another process is writing the gallery in `\(PrintableText.sanitized(path))`",
                hint: "wait until it has ended, or name another folder with `--to`")
        ])
    }

    /// Whether a medium of this name and size is there: it was put there whole, under a name that tells its content.
    func hasMedium(_ name: String, bytes: Int64? = nil) throws -> Bool {
        guard let facts = try FileFacts.of(medium(name)), facts.kind == .regular else { return false }
        return bytes == nil || facts.size == bytes
    }

    /// The absolute path of a medium.
    func medium(_ name: String) -> String { Paths.join(media, name) }

    /// The address of a medium, as the page has it.
    func address(_ name: String) -> String { GalleryFiles.address(name) }

    /// Puts the page in place of the earlier one: what it needs first, so that there is a whole page at any moment.
    func publish(_ files: GalleryFiles) throws {
        for file in files.others where try FileFacts.of(Paths.join(path, file.name))?.kind != .regular {
            try Files.write(file.bytes, to: Paths.join(path, file.name))
        }
        let index = Paths.join(path, files.index.name)
        if try FileFacts.of(index)?.kind == .regular, try Files.read(index) == files.index.bytes { return }
        try Files.write(files.index.bytes, to: index)
    }

    /// Removes what earlier pages needed and this one does not.
    func sweep(keeping files: GalleryFiles, media kept: Set<String>) throws {
        let names = Set(files.others.map(\.name))
        for name in try Files.names(in: path) where !names.contains(name) {
            if GalleryFiles.isOwn(name) || Files.isTemporary(name: name) { try Files.remove(Paths.join(path, name)) }
        }
        for name in try Files.names(in: media) where !kept.contains(name) {
            if GalleryFiles.isOwnMedium(name) || Files.isTemporary(name: name) { try Files.remove(medium(name)) }
        }
    }

    private static func refuseLinks(_ paths: [String]) throws {
        for path in paths where try FileFacts.of(path)?.kind == .symbolicLink {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(path))` is a symbolic link, and Aurora writes through none",
                    hint: "replace the link by a folder")
            ])
        }
    }
}

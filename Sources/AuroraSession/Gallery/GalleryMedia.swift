import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGallery
import AuroraProvenance

/// Where the bytes of a gallery's outputs are, once they are where the page finds them.
struct GalleryMedia {
    /// How a page gets at one file.
    struct Place: Hashable {
        /// Relative to the page.
        let address: String
        /// Absolute.
        let path: String
    }

    private(set) var counts = GalleryReport.Counts()
    private(set) var problems: [Diagnostic] = []
    /// Names of the files in the folder of media that the page needs.
    private(set) var kept: Set<String> = []
    private var places: [Bytes: Place?] = [:]

    private let history: CachedHistory
    private let folder: GalleryFolder
    private let placing: GalleryRequest.Placing

    /// What a file is named by: equal bytes are there once.
    private struct Bytes: Hashable {
        let digest: Digest
        let suffix: String
    }

    init(_ history: CachedHistory, folder: GalleryFolder, placing: GalleryRequest.Placing) {
        self.history = history
        self.folder = folder
        self.placing = placing
    }

    /// Where the bytes of an output are that was brought; `nil` if nobody has them.
    subscript(output: RecordedOutput) -> Place? {
        places[Bytes(digest: output.result.digest, suffix: output.suffix)] ?? nil
    }

    /// Brings the bytes of an output to where the page finds them: what is published, if it is what the record says, else
    /// what the cache has. Without either it stays away.
    mutating func bring(_ output: RecordedOutput) throws {
        let bytes = Bytes(digest: output.result.digest, suffix: output.suffix)
        guard places[bytes] == nil else { return }
        if placing == .linked, let place = publishedPlace(of: output) {
            places[bytes] = place
            counts.linked += 1
            return
        }
        let name = GalleryFiles.name(bytes.digest, suffix: bytes.suffix)
        let place = Place(address: folder.address(name), path: folder.medium(name))
        if try folder.hasMedium(name, bytes: output.record.output.bytes) {
            counts.present += 1
        } else if try copyPublished(output, to: place.path) || copyCached(output, to: place.path) {
            counts.copied += 1
        } else {
            places[bytes] = .some(nil)
            return
        }
        keep(name)
        places[bytes] = place
    }

    /// Puts a small file of the page's own beside the media.
    mutating func write(_ bytes: [UInt8], named name: String) throws -> String {
        if try !folder.hasMedium(name, bytes: Int64(bytes.count)) { try Files.write(bytes, to: folder.medium(name)) }
        keep(name)
        return folder.address(name)
    }

    mutating func keep(_ name: String) { kept.insert(name) }
    mutating func countStills(_ number: Int) { counts.stills += number }
    mutating func report(_ diagnostics: [Diagnostic]) { problems += diagnostics }

    private func publishedPlace(of output: RecordedOutput) -> Place? {
        // What cannot be read is not there for the page either.
        guard let file = try? history.folder.open(output.output),
            (try? file.facts().size) == output.record.output.bytes, (try? file.digest()) == output.result.digest
        else { return nil }
        let path = history.folder.absolute(output.output)
        return Place(address: GalleryAddress.relative(to: path, from: folder.path), path: path)
    }

    /// Whether the published file is what the record says.
    private func copyPublished(_ output: RecordedOutput, to path: String) throws -> Bool {
        guard let file = try? history.folder.open(output.output),
            try file.facts().size == output.record.output.bytes
        else { return false }
        let staged = try history.layout.freshTemporary()
        guard try Files.copy(file, toNew: staged) == output.result.digest else {
            try Files.remove(staged)
            return false
        }
        try Files.publish(staged, at: path)
        return true
    }

    private mutating func copyCached(_ output: RecordedOutput, to path: String) throws -> Bool {
        do {
            try history.contentStore.materialize(output.result.digest, at: path)
            return true
        } catch let error as CacheError {
            if case .corrupt = error { problems += error.diagnostics }
            return false
        }
    }
}

extension RecordedOutput {
    /// What its file's name ends with, without the dot.
    var suffix: String {
        let name = record.outputName(self.name)
        return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    }
}

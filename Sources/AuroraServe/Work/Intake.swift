import AuroraCore
import AuroraFiles
package import AuroraHosted

/// Takes large documents and files apart, one after another on a thread of its own: whoever sends a hundred megabytes keeps
/// nobody else waiting, and two of them do not take twice the memory.
package actor Intake {
    private let executor = ThreadExecutor("intake")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init() {}

    package func value(of document: some Collection<UInt8> & Sendable) -> JSONValue? { JSONParser.value(of: document) }

    /// The value of a document that came in pieces, which are given up one by one while it is put together.
    package func value(ofPieces pieces: consuming PiecedBytes) -> JSONValue? {
        pieces.value()
    }

    /// Writes what a text holds in base64 to a new file beside `path`, with the suffix of what it is: on disk when this returns.
    /// Throws `Unfit` or `FileError`.
    func write(_ base64: Base64Text, to path: String, _ family: Set<MediaKind.Family>, maximumBytes: Int64) throws
        -> StagedFile
    {
        guard base64.leastByteCount <= maximumBytes else { throw Unfit.tooLarge(maximumBytes) }
        do {
            let file = try NewFile.create(path)
            var kind: MediaKind?
            var hasher = Hasher256()
            var bytes: Int64 = 0
            try base64.eachPiece { piece in
                if kind == nil { kind = try Self.kind(Array(piece.prefix(MediaKind.headLength)), family) }
                hasher.update(piece)
                bytes += Int64(piece.count)
                guard bytes <= maximumBytes else { throw Unfit.tooLarge(maximumBytes) }
                try file.append(piece, path)
            }
            guard let kind else { throw Unfit.noBase64 }
            try file.sync(path)
            let target = "\(path).\(kind.suffix)"
            try Files.rename(path, to: target)
            return StagedFile(path: target, kind: kind, digest: hasher.finish(), bytes: bytes)
        } catch {
            // What is wrong with it counts; what is left of it is swept with the folder.
            try? Files.remove(path)
            throw error
        }
    }

    /// What a file is that begins so. Throws `Unfit` for what the API does not take.
    private static func kind(_ head: [UInt8], _ family: Set<MediaKind.Family>) throws -> MediaKind {
        guard let kind = MediaKind(head: head), family.contains(kind.family), kind.isOfTheAPI else {
            throw Unfit.otherKind
        }
        return kind
    }

    /// Copies a file beside `path`, with the suffix of what it is.
    func copy(_ source: String, to path: String, _ family: Set<MediaKind.Family>, maximumBytes: Int64) throws
        -> StagedFile
    {
        let size: Int64
        let head: [UInt8]
        do {
            let file = try OpenFile.reading(source)
            let facts = try file.facts()
            guard facts.kind == .regular else { throw Unfit.otherKind }
            size = facts.size
            head = try file.prefix(MediaKind.headLength)
        }
        guard size <= maximumBytes else { throw Unfit.tooLarge(maximumBytes) }
        let kind = try Self.kind(head, family)
        let target = "\(path).\(kind.suffix)"
        let digest = try Files.copy(source, toNew: target)
        return StagedFile(path: target, kind: kind, digest: digest, bytes: size)
    }

    /// Gives a file that was fetched the suffix of what it is.
    func name(_ fetched: String, _ family: Set<MediaKind.Family>) throws -> StagedFile {
        let size: Int64
        let head: [UInt8]
        do {
            let file = try OpenFile.reading(fetched)
            size = try file.facts().size
            head = try file.prefix(MediaKind.headLength)
        }
        let kind = try Self.kind(head, family)
        let target = "\(fetched).\(kind.suffix)"
        try Files.rename(fetched, to: target)
        return StagedFile(path: target, kind: kind, digest: try Files.digest(target), bytes: size)
    }

    /// Why a file is not taken.
    enum Unfit: Error {
        case noBase64
        case otherKind
        case tooLarge(Int64)

        func words(_ family: Set<MediaKind.Family>) -> String {
            switch self {
            case .noBase64: "it is neither a URL, a UUID, a data URI nor base64"
            case .tooLarge(let bytes): "it has more than \(bytes >> 20) MiB"
            case .otherKind where family == [.image]: "it is no PNG, JPEG or WebP picture"
            case .otherKind where family == [.audio]: "it is no MP3 or WAV sound"
            case .otherKind: "it is no picture, sound or video of a kind that is known"
            }
        }
    }
}

/// A file that was taken in.
struct StagedFile: Hashable, Sendable {
    /// Absolute.
    let path: String
    let kind: MediaKind
    let digest: Digest
    let bytes: Int64
}

extension MediaKind {
    /// Whether the API takes such a file.
    fileprivate var isOfTheAPI: Bool { ["png", "jpg", "webp", "mp3", "wav", "mp4", "mov", "webm"].contains(suffix) }
}

import AuroraCore
import AuroraFiles
package import AuroraHosted
import Foundation

/// Takes large documents and files apart, one after another on a thread of its own: whoever sends a hundred megabytes keeps
/// nobody else waiting, and two of them do not take twice the memory.
package actor Intake {
    private let executor = ThreadExecutor("intake")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init() {}

    package func value(of document: [UInt8]) -> JSONValue? { JSONParser.value(of: document) }

    /// Writes what a text holds in base64 to a new file beside `path`, with the suffix of what it is. Throws `Unfit` or
    /// `FileError`.
    func write(base64: String, to path: String, _ family: Set<MediaKind.Family>, maximumBytes: Int64) throws
        -> StagedFile
    {
        guard let data = Data(base64Encoded: base64), !data.isEmpty else { throw Unfit.noBase64 }
        guard data.count <= maximumBytes else { throw Unfit.tooLarge(maximumBytes) }
        let bytes = [UInt8](data)
        guard let kind = MediaKind(head: Array(bytes.prefix(MediaKind.headLength))), family.contains(kind.family) else {
            throw Unfit.otherKind
        }
        let file = "\(path).\(kind.suffix)"
        try Files.write(bytes, to: file, durability: .powerCut)
        return StagedFile(path: file, kind: kind, digest: Digest(hashing: bytes), bytes: Int64(bytes.count))
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
        guard let kind = MediaKind(head: head), family.contains(kind.family) else { throw Unfit.otherKind }
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
        guard let kind = MediaKind(head: head), family.contains(kind.family) else { throw Unfit.otherKind }
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

package import AuroraFiles

/// One folder of a snapshot with the names in it that have a say.
///
/// In the file: length of the rest, path, whether its own facts count, their print, the print of its names, how many
/// entries, and each entry as name (its length in 16 bits), print and owner. A folder of very many entries stands there
/// in several parts, so that threads can share it; its own facts are with the first.
struct FolderFacts {
    struct Entry {
        let name: String
        var print: FilePrint
        var owner: SnapshotOwner
    }

    /// Relative to the workspace, empty for the workspace itself; or absolute.
    let path: String
    /// Set if its own facts count: a name that comes or goes changes them.
    var listing: FolderListing?
    var entries: [Entry] = []

    static let largestPart = 1024

    /// The folder as it is written: in parts that are not too large.
    var parts: [FolderFacts] {
        var parts: [FolderFacts] = []
        var rest = entries[...]
        repeat {
            let part = rest.prefix(Self.largestPart)
            rest = rest.dropFirst(part.count)
            parts.append(FolderFacts(path: path, listing: parts.isEmpty ? listing : nil, entries: Array(part)))
        } while !rest.isEmpty
        return parts
    }

    /// Writes one part.
    func write(to writer: inout ByteWriter) {
        let start = writer.bytes.count
        writer.append(UInt32(0))
        writer.append(path)
        writer.append([listing == nil ? 0 : 1])
        writer.append(listing?.print.value ?? 0)
        writer.append(listing?.names ?? 0)
        writer.append(UInt32(entries.count))
        for entry in entries {
            writer.append(UInt16(entry.name.utf8.count))
            writer.append(entry.name.utf8)
            writer.append(entry.print.value)
            writer.append(entry.owner.rawValue)
        }
        writer.replace(at: start, with: UInt32(writer.bytes.count - start - 4))
    }
}

/// What is remembered of a folder's list of names.
package struct FolderListing: Hashable, Sendable {
    package var print: FilePrint
    /// A print of those names that a workspace goes by.
    package var names: UInt64

    package init(print: FilePrint, names: UInt64) {
        self.print = print
        self.names = names
    }
}

/// A part of a folder as it stands in the file.
struct FolderPart {
    let path: UnsafeRawBufferPointer
    let listing: FolderListing?
    let entryCount: Int
    private let entries: UnsafeRawBufferPointer

    /// Reads the part at the reader's place, and moves the reader behind it.
    init?(_ reader: inout ByteReader) {
        guard let rest = reader.rawText() else { return nil }
        var fields = ByteReader(rest)
        guard let path = fields.rawText(), let counts = fields.integer(UInt8.self),
            let print = fields.integer(UInt64.self), let names = fields.integer(UInt64.self),
            let count = fields.integer(UInt32.self), let entries = fields.raw(rest.count - fields.offset)
        else { return nil }
        self.path = path
        listing = counts == 1 ? FolderListing(print: FilePrint(value: print), names: names) : nil
        entryCount = Int(count)
        self.entries = entries
    }

    /// Calls `body` with name, print and owner of each entry.
    func forEach(_ body: (UnsafeRawBufferPointer, FilePrint, SnapshotOwner) -> Void) {
        var reader = ByteReader(entries)
        for _ in 0..<entryCount {
            guard let length = reader.integer(UInt16.self), let name = reader.raw(Int(length)),
                let print = reader.integer(UInt64.self), let owner = reader.integer(UInt32.self)
            else { preconditionFailure("the section's digest was right") }
            body(name, FilePrint(value: print), SnapshotOwner(rawValue: owner))
        }
    }

    var facts: FolderFacts {
        var facts = FolderFacts(path: String(decoding: path, as: UTF8.self), listing: listing)
        facts.entries.reserveCapacity(entryCount)
        forEach { name, print, owner in
            facts.entries.append(
                FolderFacts.Entry(name: String(decoding: name, as: UTF8.self), print: print, owner: owner))
        }
        return facts
    }
}

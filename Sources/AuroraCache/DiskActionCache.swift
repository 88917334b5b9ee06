package import AuroraCore
import AuroraFiles
import Foundation

/// An action cache in a folder on this machine: one small file an action.
///
/// The first line is the SHA-256 of the rest, so a damaged or half-written entry is told from a good one; it then
/// counts as absent and is written again.
package struct DiskActionCache: ActionCache {
    let layout: DiskLayout

    package init(_ layout: DiskLayout) { self.layout = layout }

    package func result(for key: ActionKey) throws -> ActionResult? {
        guard case .whole(let body) = try read(key) else { return nil }
        guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(body)) else {
            // Whole, but not of this version: as good as absent.
            return nil
        }
        return entry.key == key ? entry.result : nil
    }

    package func store(_ result: ActionResult, for key: ActionKey) throws {
        guard try self.result(for: key) != result else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = [UInt8](try encoder.encode(Entry(key: key, result: result)))
        let header = Array((Digest(hashing: body).hexadecimal + "\n").utf8)
        try Files.write(header + body, to: layout.action(key), staging: layout.temporary)
    }

    private enum Stored {
        case absent
        case damaged
        /// What stands below the first line.
        case whole([UInt8])
    }

    private func read(_ key: ActionKey) throws(FileError) -> Stored {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(layout.action(key), limit: 1 << 20) } catch {
            if error.isMissing { return .absent }
            throw error
        }
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return .damaged }
        let body = Array(bytes[(lineEnd + 1)...])
        let isWhole = String(decoding: bytes[..<lineEnd], as: UTF8.self) == Digest(hashing: body).hexadecimal
        return isWhole ? .whole(body) : .damaged
    }

    /// The key is part of the entry, so that an entry moved to another name is noticed.
    private struct Entry: Codable {
        let key: ActionKey
        let result: ActionResult
    }
}

extension DiskActionCache: ActionUpkeep {
    package func keys() throws -> [ActionKey] {
        try Files.names(in: layout.actions).flatMap { folder in
            try Files.names(in: Paths.join(layout.actions, folder)).compactMap { name in
                Digest(hexadecimal: name).map { ActionKey($0) }
            }
        }
    }

    package func isDamaged(_ key: ActionKey) throws -> Bool {
        if case .damaged = try read(key) { true } else { false }
    }

    package func remove(_ key: ActionKey) throws { try Files.remove(layout.action(key)) }
}

/// Paths as text: nothing here looks at the disk.
package enum Paths {
    /// `folder/name`; `name` alone if it is absolute or `folder` is empty.
    package static func join(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || name.hasPrefix("/") { return name }
        return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// The folder that holds `path`: `nil` for the root, `.` for a name alone.
    package static func parent(_ path: String) -> String? {
        // By bytes, since this is asked for every path of a workspace and characters take long to tell apart.
        let slash = UInt8(ascii: "/")
        var bytes = path.utf8[...]
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        if bytes.elementsEqual(CollectionOfOne(slash)) { return nil }
        guard let last = bytes.lastIndex(of: slash) else { return "." }
        return last == bytes.startIndex ? "/" : String(path[..<last])
    }

    /// The last part of a path.
    package static func name(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        var bytes = path.utf8[...]
        while bytes.last == slash { bytes.removeLast() }
        guard !bytes.isEmpty else { return path }
        let start = bytes.lastIndex(of: slash).map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(path[start..<bytes.endIndex])
    }

    /// Resolves `.` and `..` by text alone. `nil` when the path leaves the place it starts from: `..` too many, or
    /// absolute.
    package static func normalized(relative path: String) -> String? {
        guard !path.hasPrefix("/") else { return nil }
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            switch part {
            case ".": continue
            case "..": if parts.popLast() == nil { return nil }
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}

internal import AuroraCore
internal import AuroraFiles

/// What people may have meant who typed something that is no id: the path of a file that belongs to a scene, the name
/// of an output, or an id with letters that are wrong.
package enum MeantIDs {
    /// Suffixes of files whose names have an id in them.
    private static let suffixes = [
        "/scene.yaml", "/scene.yml", "/campaign.yaml", "/campaign.yml", ".yaml", ".yml", ".json", ".pin", ".mp4",
        ".webm",
        ".mov", ".jpg",
    ]

    /// Folders below which ids begin, with how many folders follow before they do.
    private static let folders = [
        ("scenes", 0), ("campaigns", 0), ("out", 1), ("records/pins", 1), ("records", 2), ("out/.preview", 0),
    ]

    /// Ids that a path or the name of an output may stand for, the likeliest first. `root` is the workspace's folder,
    /// absolute. Pure: whether there are such scenes is for the caller to find out.
    package static func ids(typedAs word: String, in root: String) -> [String] {
        let relative = word.hasPrefix(root + "/") ? String(word.dropFirst(root.count + 1)) : word
        guard let path = Paths.normalized(relative: relative), !path.isEmpty else { return [] }
        var found: [String] = []
        func add(_ id: String) {
            if !id.isEmpty, id != word, !found.contains(id) { found.append(id) }
        }
        let starts = [path] + folders.compactMap { below(path, $0.0, $0.1) }.reversed()
        for start in starts.reversed() {
            let suffix = suffixes.first { start.hasSuffix($0) }
            if let suffix { add(String(start.dropLast(suffix.count))) }
            add(start)
        }
        // `scenes/baker/portrait.jpg` lies in the folder of a scene, `baker.t2` is an output of one.
        for id in found + [word] {
            if let folder = Paths.parent(id), folder != ".", folder != "scenes", folder != "/" { add(folder) }
            if let dot = id.lastIndex(of: "."), dot != id.startIndex { add(String(id[..<dot])) }
        }
        return found
    }

    /// What is left of a path below a folder and so many folders in it; `nil` if it lies elsewhere.
    private static func below(_ path: String, _ folder: String, _ depth: Int) -> String? {
        guard path.hasPrefix(folder + "/") else { return nil }
        let parts = path.dropFirst(folder.count + 1).split(separator: "/")
        return parts.count > depth ? parts[depth...].joined(separator: "/") : nil
    }

    /// The hint for a word that is no id: what its path stands for, if `isKnown` says that there is such a thing, or
    /// the nearest of the names; `nil` if nothing comes near.
    package static func hint(
        for word: String, in root: String, among names: some Sequence<String>, isKnown: (String) -> Bool
    ) -> String? {
        let typed = ids(typedAs: word, in: root)
        if let meant = typed.first(where: isKnown) { return Wording.question([meant]) }
        let names = Array(names)
        for spelling in [word] + typed {
            let nearest = Wording.nearest(to: spelling, among: names, atMost: 3)
            if !nearest.isEmpty { return Wording.question(nearest) }
        }
        return nil
    }
}

import AuroraFiles

/// Worktrees of one repository, by the files that git keeps of them. Nothing here starts git or opens its library.
enum Worktrees {
    /// For a workspace in a linked worktree: the same workspace in the main worktree, whose caches the linked ones share.
    /// `nil` if it is in the main worktree, in no repository, or if the main worktree has no such workspace.
    ///
    /// A stranger's workspace can bring a `.git` file that names any folder; it is believed only if that folder is a
    /// repository's own folder for this worktree and names this `.git` file in turn, as git itself writes it.
    static func mainWorkspace(of workspace: String) -> String? {
        // Whatever cannot be read is no worktree that could share anything.
        var root: String? = workspace
        while let folder = root {
            let link = Paths.join(folder, ".git")
            switch (try? FileFacts.of(link))??.kind {
            case .regular: return main(folder, link).flatMap { counterpart(of: workspace, in: folder, $0) }
            case nil: root = Paths.parent(folder)
            default: return nil
            }
        }
        return nil
    }

    /// The main worktree that belongs to the linked one at `worktree`.
    private static func main(_ worktree: String, _ link: String) -> String? {
        guard let line = firstLine(link), line.hasPrefix("gitdir: "),
            let own = real(Paths.join(worktree, String(line.dropFirst(8)))),
            let common = firstLine(Paths.join(own, "commondir")).flatMap({ real(Paths.join(own, $0)) }),
            Paths.parent(own) == Paths.join(common, "worktrees"),
            let back = firstLine(Paths.join(own, "gitdir")).flatMap({ real(Paths.join(own, $0)) }),
            back == real(link), Paths.name(common) == ".git"
        else { return nil }
        return Paths.parent(common)
    }

    private static func counterpart(of workspace: String, in worktree: String, _ main: String) -> String? {
        guard workspace == worktree || workspace.hasPrefix("\(worktree)/") else { return nil }
        let candidate = Paths.join(main, String(workspace.dropFirst(worktree.count).drop { $0 == "/" }))
        let folder = candidate.hasSuffix("/") ? String(candidate.dropLast()) : candidate
        // Through a link the caches would be somewhere else.
        guard real(folder) == folder, (try? FileFacts.of(Paths.join(folder, "aurora.yaml")))??.kind == .regular else {
            return nil
        }
        return folder
    }

    private static func firstLine(_ path: String) -> String? {
        guard let bytes = try? Files.read(path, limit: 8192) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }

    private static func real(_ path: String) -> String? { try? Files.realPath(path) }
}

internal import CLibgit2

extension GitRecordRepository {
    /// The files, absolute, that have a say in whether these paths of the workspace can be committed, besides HEAD and
    /// the paths' own files: git's settings, ignore rules and attributes, and what marks an unfinished operation. Those
    /// that are not there are named too, since they may come; without a repository it is what would be one.
    ///
    /// `nil` if they cannot all be told: settings that include others, or a name that is not understood here.
    ///
    /// - Parameters:
    ///   - includesHead: whether what names HEAD's commit is wanted too. That can be told only while there is none.
    ///   - variables: the process's environment.
    package func ruleFiles(of paths: some Sequence<String>, includesHead: Bool, variables: [String: String]) throws
        -> [String]?
    {
        switch try GitRepository.open(containing: workspace) {
        case .bare: return nil
        case .none:
            return workspace.split(separator: "/").reduce(into: [""]) { $0.append("\($0[$0.count - 1])/\($1)") }
                .map { $0 + "/.git" }
        case .ready(let repository):
            let configuration = ConfigurationFiles(repository, variables)
            guard let settings = try configuration.paths(repository),
                let head = try includesHead ? repository.headFiles : []
            else { return nil }
            return try settings + repository.operationFiles + head + repository.ruleFiles(above: paths)
        }
    }
}

extension GitRepository {
    /// What says that git is in the middle of something.
    fileprivate var operationFiles: [String] {
        ["rebase-merge", "rebase-apply", "MERGE_HEAD", "REVERT_HEAD", "CHERRY_PICK_HEAD", "BISECT_LOG"]
            .map { gitFolder + $0 }
    }

    /// What would give the branch that HEAD names a first commit, or HEAD another branch; `nil` if it has a commit.
    fileprivate var headFiles: [String]? {
        get throws(GitError) {
            guard case .unborn(let branch) = try head() else { return nil }
            let reference = branch.hasPrefix("refs/") ? branch : "refs/heads/" + branch
            return [gitFolder + "HEAD", commonFolder + reference, commonFolder + "packed-refs"]
        }
    }

    /// Ignore rules and attributes in every folder from the working tree's top down to those of the paths.
    fileprivate func ruleFiles(above paths: some Sequence<String>) throws(GitError) -> [String] {
        var folders: Set<String> = [""]
        for path in paths {
            var folder = try fullPath(path)[...]
            while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
                folder = folder[..<slash]
                guard folders.insert(String(folder)).inserted else { break }
            }
        }
        return folders.sorted().flatMap { folder in
            let base = folder.isEmpty ? root : "\(root)/\(folder)"
            return ["\(base)/.gitignore", "\(base)/.gitattributes"]
        }
    }

    /// git's folder of this working tree, with a final slash.
    fileprivate var gitFolder: String { Self.text(libgit2.repository_path(pointer)) }

    /// The folder that all working trees of the repository share, with a final slash.
    fileprivate var commonFolder: String { Self.text(libgit2.repository_commondir(pointer)) }

    private static func text(_ path: UnsafePointer<CChar>?) -> String {
        guard let path else { preconditionFailure("an open repository has its folders") }
        return String(cString: path)
    }
}

/// Where settings of git stand, as `git help config` has it.
private struct ConfigurationFiles {
    private let home: String?
    private let userFolder: String?
    private let gitFolder: String
    private let commonFolder: String

    init(_ repository: GitRepository, _ variables: [String: String]) {
        home = variables["HOME"]
        userFolder = (variables["XDG_CONFIG_HOME"] ?? home.map { $0 + "/.config" }).map { $0 + "/git/" }
        gitFolder = repository.gitFolder
        commonFolder = repository.commonFolder
    }

    /// All of them, with the lists of rules that they name; `nil` if they include others.
    func paths(_ repository: GitRepository) throws -> [String]? {
        let settings =
            ["/etc/gitconfig", commonFolder + "config", gitFolder + "config.worktree"]
            + [home.map { $0 + "/.gitconfig" }, userFolder.map { $0 + "config" }].compactMap { $0 }
        guard !settings.contains(where: Self.includesOthers) else { return nil }
        var lists = ["/etc/gitattributes", commonFolder + "info/exclude", commonFolder + "info/attributes"]
        let configuration = try repository.configuration()
        for (key, usual) in [("core.excludesfile", "ignore"), ("core.attributesfile", "attributes")] {
            if let named = try configuration.string(key) {
                guard let path = expanded(named) else { return nil }
                lists.append(path)
            } else if let userFolder {
                lists.append(userFolder + usual)
            }
        }
        return settings + lists
    }

    /// A path as settings name it; `nil` if it is neither absolute nor in the user's own folder.
    private func expanded(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        return path.hasPrefix("~/") ? home.map { $0 + path.dropFirst() } : nil
    }

    /// Whether the file may include others. One that cannot be read counts as one that does.
    private static func includesOthers(_ path: String) -> Bool {
        guard SystemCall.realPath(path) != nil else { return false }
        guard let text = HeadFile.contents(path) else { return true }
        return text.lowercased().contains("[include")
    }
}

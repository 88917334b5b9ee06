package import AuroraCore

extension CommitRefusal {
    /// Why there is no commit, and what to do about it; `nil` if that is what the user asked for.
    package var diagnostic: Diagnostic? {
        switch self {
        case .turnedOff: nil
        case .noRepository:
            warning("the workspace is in no git repository, so nothing was committed", hint: "run `git init`")
        case .bareRepository:
            Diagnostic(
                "the git repository of the workspace is bare: it has no working tree to commit from",
                hint: "clone it, and build in the clone")
        case .operationInProgress(let operation):
            warning(
                "nothing was committed, because \(operation == .am ? "an" : "a") \(operation.rawValue) is in progress",
                hint: operation == .bisect
                    ? "run `git bisect reset`, then build again"
                    : "finish it with `git \(operation.rawValue) --continue`, then build again")
        case .noIdentity:
            warning(
                "nothing was committed, because git does not know who you are",
                hint: "run `git config --global user.name \"Your Name\"` and "
                    + "`git config --global user.email you@example.org`")
        case .signingRequired:
            warning(
                "nothing was committed, because `commit.gpgsign` is set and Aurora runs no signing program",
                hint: "run `git add records` and `git commit` yourself, or `git config commit.gpgsign false`")
        case .indexLocked(let path):
            warning(
                "nothing was committed, because another git process holds `\(path)`",
                hint: "build again when it has ended; if there is none, delete that file")
        case .headMoved:
            warning(
                "nothing was committed, because another process keeps moving the branch", hint: "build again")
        case .filteredFile(let path, let filter): Self.filtered(path, filter)
        case .notRegularFile(let path):
            Diagnostic(
                "`\(path)` is a symbolic link, lies behind one, or is not a regular file",
                hint: "put the file itself there")
        case .missingFile(let path):
            Diagnostic("there is no file `\(path)` to commit, neither here nor in HEAD", hint: "check the path")
        case .insideSubmodule(let path):
            Diagnostic("`\(path)` lies in a repository of its own", hint: "commit it there, with git")
        }
    }

    private func warning(_ problem: String, hint: String) -> Diagnostic {
        Diagnostic(problem, hint: hint, severity: .warning)
    }

    fileprivate static func filtered(_ path: String, _ filter: String) -> Diagnostic {
        let program = filter == "lfs" ? "Git LFS" : "the git filter `\(filter)`"
        return Diagnostic(
            "`\(path)` is stored through \(program), which Aurora does not run", hint: "run `git add \(path)` first")
    }
}

extension UncommittedRecord {
    /// Why the record is not in HEAD, and the command that commits it.
    package var diagnostic: Diagnostic? {
        switch reason {
        case .refused(let refusal): refusal.diagnostic
        case .ignored:
            Diagnostic(
                "`\(path)` is not committed, because the ignore rules exclude it",
                hint: "take `records/` out of .gitignore, or set `git: {commit: off}` in aurora.yaml",
                severity: .warning)
        case .filtered(let filter):
            Diagnostic(
                "`\(path)` is not committed, because .gitattributes sends it through `\(filter)`",
                hint: "exclude `records/` from that attribute", severity: .warning)
        case .inputs(let inputs):
            Diagnostic(
                "`\(path)` is not committed, because HEAD does not hold what it was made from",
                notes: inputs.map(\.note), hint: hint(for: inputs), severity: .warning)
        }
    }

    /// Why, in words that may stand behind many records; empty if the whole commit was refused.
    package var causes: [String] {
        switch reason {
        case .refused: []
        case .ignored: ["excluded by the ignore rules"]
        case .filtered(let filter): ["sent through `\(filter)` by .gitattributes"]
        case .inputs(let inputs): inputs.map(\.note)
        }
    }

    private func hint(for inputs: [UncommittedInput]) -> String {
        for input in inputs {
            switch input.reason {
            case .filtered: return "run `git add \(input.path)`, then `aurora commit`"
            case .insideSubmodule: return "keep the files of a scene in the repository of the workspace"
            case .notRegularFile: return "put the file itself in the link's place"
            case .changedSinceBuild: return "build again"
            case .missingFromHead, .differsFromHead, .stillInHead: continue
            }
        }
        return "commit scene and record together with `aurora commit`"
    }
}

extension UncommittedInput {
    /// One line about the input.
    package var note: String {
        switch reason {
        case .missingFromHead: "`\(path)` is not in HEAD"
        case .differsFromHead: "`\(path)` differs from HEAD"
        case .stillInHead: "`\(path)` is gone, but still in HEAD"
        case .changedSinceBuild: "`\(path)` has changed since the build"
        case .insideSubmodule: "`\(path)` lies in a submodule"
        case .filtered(let filter): "`\(path)` is stored through the git filter `\(filter)`, which Aurora does not run"
        case .notRegularFile: "`\(path)` is a symbolic link, lies behind one, or is not a regular file"
        }
    }
}

import AuroraCore
import AuroraProvenance

/// What became of a commit, for people.
struct CommitText {
    let style: Style

    /// `isBrief` leaves out that there was nothing to commit.
    func text(_ outcome: CommitOutcome, isBrief: Bool = false) -> String {
        var text = ""
        switch outcome.result {
        case .committed(let commit, let head, let paths):
            let place =
                switch head {
                case .unborn(let branch), .branch(let branch, _): " on `\(PrintableText.sanitized(branch))`"
                case .detached: " on a detached HEAD: no branch holds it"
                }
            text += "committed \(Wording.count(paths.count, "file")) as \(style.strong(commit.short))\(place)\n"
        case .upToDate:
            if !isBrief && outcome.uncommitted.isEmpty { text += "nothing to commit\n" }
        case .refused(.turnedOff): break
        case .refused(let refusal):
            let reason = Self.reason(refusal)
            text += "\(style.warning("not committed")): \(reason.problem)\n"
            if let hint = reason.hint { text += "\(style.hint("hint")): \(hint)\n" }
        }
        return text + uncommitted(outcome.uncommitted)
    }

    private func uncommitted(_ records: [UncommittedRecord]) -> String {
        var text = ""
        var needsCommit = false
        for record in records {
            let why: String
            switch record.reason {
            case .inputs(let inputs):
                needsCommit = true
                why = Wording.list(
                    inputs.prefix(3).map { "\(PrintableText.sanitized($0.path)) \(Self.words($0.reason))" })
            case .ignored: why = "the ignore rules exclude it"
            case .filtered(let filter): why = "it would have to go through the filter `\(filter)`"
            case .refused: continue
            }
            text += "\(style.warning("uncommitted")) \(style.path(PrintableText.sanitized(record.path))): \(why)\n"
        }
        if needsCommit {
            text +=
                "\(style.hint("hint")): \(style.command("aurora commit")) commits scenes, inputs and records together\n"
        }
        return text
    }

    private static func words(_ reason: UncommittedInput.Reason) -> String {
        switch reason {
        case .missingFromHead: "is not in HEAD"
        case .differsFromHead: "differs from HEAD"
        case .stillInHead: "is still in HEAD"
        case .changedSinceBuild: "changed since the build"
        case .insideSubmodule: "lies in a submodule"
        case .filtered(let filter): "would have to go through the filter `\(filter)`"
        case .notRegularFile: "is not a regular file"
        }
    }

    /// A refusal in words, with one thing to do.
    static func reason(_ refusal: CommitRefusal) -> (problem: String, hint: String?) {
        switch refusal {
        case .turnedOff: ("`git.commit` is off", nil)
        case .noRepository: ("the workspace is in no git repository", "run `git init`")
        case .bareRepository: ("the repository is bare", "work in a clone with a working tree")
        case .operationInProgress(let operation):
            ("a \(operation.rawValue) is in progress", "finish it, then run `aurora build` again")
        case .noIdentity:
            (
                "git does not know who you are",
                "run `git config --global user.name \"Your Name\"` and `git config --global user.email you@example.com`"
            )
        case .signingRequired:
            (
                "`commit.gpgsign` is set, and Aurora runs no signing program",
                "write `git: {commit: off}` in aurora.yaml and commit the records yourself"
            )
        case .indexLocked(let path):
            (
                "another git process holds `\(PrintableText.sanitized(path))`",
                "when it has ended, run `aurora build` again"
            )
        case .headMoved: ("HEAD moved meanwhile", "run `aurora build` again")
        case .filteredFile(let path, let filter):
            (
                "`\(PrintableText.sanitized(path))` would have to go through the filter `\(filter)`, and Aurora runs none",
                "commit it with `git add` and `git commit`"
            )
        case .notRegularFile(let path):
            ("`\(PrintableText.sanitized(path))` is not a regular file", "put a copy of the file in its place")
        case .missingFile(let path): ("there is no `\(PrintableText.sanitized(path))`", nil)
        case .insideSubmodule(let path):
            ("`\(PrintableText.sanitized(path))` lies in a submodule", "commit it there")
        }
    }
}

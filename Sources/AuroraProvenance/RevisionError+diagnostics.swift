package import AuroraCore

extension RevisionError: DiagnosticConvertible {
    /// What is wrong with a revision, and what to do about it.
    package var diagnostics: [Diagnostic] {
        switch self {
        case .noRepository:
            [Diagnostic("the workspace is in no git repository, so it has no history", hint: "run `git init`")]
        case .bareRepository:
            [
                Diagnostic(
                    "the git repository of the workspace is bare: it has no working tree",
                    hint: "clone it, and work in the clone")
            ]
        case .unborn(let branch):
            [
                Diagnostic(
                    "the branch `\(PrintableText.sanitized(branch))` has no commit yet, so there is no history",
                    hint: "commit something: `aurora commit`")
            ]
        case .unknown(let name, let nearest):
            [
                Diagnostic(
                    "there is no revision `\(PrintableText.sanitized(name))`",
                    hint: nearest.map { "did you mean `\(PrintableText.sanitized($0))`?" }
                        ?? "name a commit, a branch, a tag or a release, such as `HEAD~1`")
            ]
        case .ambiguous(let name, let candidates):
            [
                Diagnostic(
                    "`\(PrintableText.sanitized(name))` stands for more than one commit",
                    hint: candidates.isEmpty
                        ? "write more of its digits"
                        : "write \(Wording.ticked(candidates.map(PrintableText.sanitized), conjunction: "or"))")
            ]
        case .notACommit(let name):
            [
                Diagnostic(
                    "`\(PrintableText.sanitized(name))` is not a commit", hint: "name a commit, a branch or a tag")
            ]
        case .missing(let name):
            [
                Diagnostic(
                    "this clone does not have the commit `\(PrintableText.sanitized(name))`",
                    hint: "run `git fetch --unshallow`")
            ]
        }
    }
}

extension TagRefusal {
    /// Why there is no tag, and what to do: one diagnostic a record where it is about records.
    package var diagnostics: [Diagnostic] {
        switch self {
        case .exists(let name):
            [
                Diagnostic(
                    "there is a tag `\(PrintableText.sanitized(name))` already",
                    hint: "choose another version; a release never changes")
            ]
        case .invalidName(let name):
            [
                Diagnostic(
                    "git takes no tag of the name `\(PrintableText.sanitized(name))`",
                    hint: "write a version such as `v1.2.0`")
            ]
        case .noIdentity:
            [
                Diagnostic(
                    "no tag was made, because git does not know who you are",
                    hint: "run `git config --global user.name \"Your Name\"` and "
                        + "`git config --global user.email you@example.org`")
            ]
        case .signingRequired:
            [
                Diagnostic(
                    "no tag was made, because `tag.gpgSign` is set and Aurora runs no signing program",
                    hint: "run `git config tag.gpgSign false`, and sign the tag afterwards")
            ]
        case .uncommitted(let outputs): outputs.map(\.diagnostic)
        }
    }
}

extension TagRefusal.UncommittedOutput {
    fileprivate var diagnostic: Diagnostic {
        inputs.isEmpty
            ? Diagnostic(
                "`\(PrintableText.sanitized(record))` is not in HEAD as it is here", hint: "run `aurora commit` first")
            : Diagnostic(
                "HEAD does not hold what `\(PrintableText.sanitized(record))` was made from", notes: inputs.map(\.note),
                hint: "run `aurora commit` first")
    }
}

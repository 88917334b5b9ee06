import AuroraCore
import AuroraProvenance
import Testing

@testable import AuroraGit

/// What a person reads when nothing, or not everything, was committed.
@Suite struct DiagnosticTests {
    private func text(_ diagnostic: Diagnostic?) -> String {
        guard let diagnostic else { return "" }
        return
            (["\(diagnostic.severity): \(diagnostic.problem)"] + diagnostic.notes.map { "note: \($0)" }
            + [diagnostic.hint.map { "hint: \($0)" }].compactMap { $0 }).joined(separator: "\n")
    }

    @Test func everyRefusalSaysWhatToDo() {
        let refusals: [CommitRefusal] = [
            .turnedOff, .noRepository, .bareRepository, .operationInProgress(.cherryPick),
            .operationInProgress(.bisect), .noIdentity, .signingRequired, .indexLocked("/w/.git/index.lock"),
            .headMoved, .filteredFile(path: "a.png", filter: "lfs"), .filteredFile(path: "a.key", filter: "crypt"),
            .notRegularFile("a.png"), .missingFile("a.png"), .insideSubmodule("lib/a.png"),
        ]
        #expect(
            refusals.map { text($0.diagnostic) }.joined(separator: "\n") == """

                warning: the workspace is in no git repository, so nothing was committed
                hint: run `git init`
                error: the git repository of the workspace is bare: it has no working tree to commit from
                hint: clone it, and build in the clone
                warning: nothing was committed, because a cherry-pick is in progress
                hint: finish it with `git cherry-pick --continue`, then build again
                warning: nothing was committed, because a bisect is in progress
                hint: run `git bisect reset`, then build again
                warning: nothing was committed, because git does not know who you are
                hint: run `git config --global user.name "Your Name"` and `git config --global user.email you@example.org`
                warning: nothing was committed, because `commit.gpgsign` is set and Aurora runs no signing program
                hint: run `git add records` and `git commit` yourself, or `git config commit.gpgsign false`
                warning: nothing was committed, because another git process holds `/w/.git/index.lock`
                hint: build again when it has ended; if there is none, delete that file
                warning: nothing was committed, because another process keeps moving the branch
                hint: build again
                error: `a.png` is stored through Git LFS, which Aurora does not run
                hint: run `git add a.png` first
                error: `a.key` is stored through the git filter `crypt`, which Aurora does not run
                hint: run `git add a.key` first
                error: `a.png` is a symbolic link, lies behind one, or is not a regular file
                hint: put the file itself there
                error: there is no file `a.png` to commit, neither here nor in HEAD
                hint: check the path
                error: `lib/a.png` lies in a repository of its own
                hint: commit it there, with git
                """)
    }

    @Test func aMissingLibrarySaysWhatToInstall() {
        #expect(
            text(Libgit2.open("libgit2.so.0").error?.diagnostics.first) == """
                error: cannot load git's library: libgit2.so.0: cannot open shared object file: No such file or directory
                hint: install the package `libgit2-1.5`
                """)
    }

    @Test func aLibraryWithoutTheFunctionsIsRefused() {
        let message = Libgit2.open("libm.so.6").error?.message
        #expect(
            message?.hasSuffix("libm.so.6: undefined symbol: git_attr_get_many") == true, "\(message ?? "no error")")
    }

    @Test func aRecordThatWaitsNamesItsInputsAndTheCommand() {
        func record(_ reasons: [UncommittedInput.Reason]) -> UncommittedRecord {
            UncommittedRecord(
                path: "records/draft/a.json",
                reason: .inputs(reasons.map { UncommittedInput(path: "scenes/a.yaml", reason: $0) }))
        }
        #expect(
            text(record([.missingFromHead, .differsFromHead, .stillInHead]).diagnostic) == """
                warning: `records/draft/a.json` is not committed, because HEAD does not hold what it was made from
                note: `scenes/a.yaml` is not in HEAD
                note: `scenes/a.yaml` differs from HEAD
                note: `scenes/a.yaml` is gone, but still in HEAD
                hint: commit scene and record together with `aurora commit`
                """)
        #expect(record([.changedSinceBuild]).diagnostic?.hint == "build again")
        #expect(record([.filtered("lfs")]).diagnostic?.hint == "run `git add scenes/a.yaml`, then `aurora commit`")
    }

    @Test func anErrorOfTheLibraryKeepsItsEvidence() throws {
        let sandbox = try GitSandbox()
        let error = #expect(throws: GitError.self) { try sandbox.repository.contents(of: [], at: "v9") }
        #expect(error?.code == -3)
        #expect(
            error.map { $0.diagnostics.map(text) } == [
                "error: cannot find the revision `v9`: revspec 'v9' not found"
            ])
    }
}

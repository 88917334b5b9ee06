import Testing

@testable import AuroraGit

/// What has a say in a commit is known by name, so that a build can see that none of it changed.
@Suite struct RuleFileTests {
    private func files(_ sandbox: GitSandbox, includesHead: Bool = false) throws -> [String]? {
        try sandbox.repository.ruleFiles(
            of: ["scenes/deep/a.yaml", "records/draft/01/a.json"], includesHead: includesHead,
            variables: ["HOME": "/home/ada"])
    }

    @Test func everyPlaceOfARuleIsNamed() throws {
        let sandbox = try GitSandbox(subfolder: "work")
        let files = try #require(try files(sandbox))
        let root = sandbox.root
        for name in [
            "/.git/config", "/.git/info/exclude", "/.git/MERGE_HEAD", "/.git/rebase-merge", "/.gitignore",
            "/work/.gitignore", "/work/scenes/.gitattributes", "/work/scenes/deep/.gitignore",
            "/work/records/draft/01/.gitattributes",
        ] { #expect(files.contains(root + name), "\(name)") }
        for path in ["/etc/gitconfig", "/home/ada/.gitconfig", "/home/ada/.config/git/config"] {
            #expect(files.contains(path), "\(path)")
        }
        #expect(!files.contains(root + "/.git/HEAD"))
    }

    @Test func aListThatSettingsNameIsNamed() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.excludesFile", "~/rules")
        let files = try #require(try files(sandbox))
        #expect(files.contains("/home/ada/rules") && !files.contains("/home/ada/.config/git/ignore"))
        try sandbox.git("config", "core.excludesFile", "~ada/rules")
        #expect(try self.files(sandbox) == nil)
    }

    @Test func settingsThatIncludeOthersCannotAllBeNamed() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "include.path", "/somewhere/else")
        #expect(try files(sandbox) == nil)
    }

    @Test func onABranchWithoutACommitWhatGivesItOneIsNamed() throws {
        let sandbox = try GitSandbox()
        let files = try #require(try files(sandbox, includesHead: true))
        for name in ["/.git/HEAD", "/.git/refs/heads/main", "/.git/packed-refs"] {
            #expect(files.contains(sandbox.root + name), "\(name)")
        }
        try sandbox.addScene()
        try sandbox.commitAll()
        #expect(try self.files(sandbox, includesHead: true) == nil)
    }

    @Test func withoutARepositoryItIsWhatWouldBeOne() throws {
        let sandbox = try GitSandbox(branch: nil)
        let files = try #require(try files(sandbox))
        #expect(files.contains("/.git") && files.contains(sandbox.root + "/.git"))
    }
}

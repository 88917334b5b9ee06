import AuroraProvenance
import Foundation
import Testing

@testable import AuroraGit

/// `aurora commit`: files, inputs and records in one commit, as `git commit --only` would.
@Suite struct CommitFilesTests {
    @Test func onlyTheNamedFilesAreCommitted() throws {
        let sandbox = try GitSandbox(subfolder: "films")
        try sandbox.addScene()
        try sandbox.write("other.txt", "one\n")
        try sandbox.write("gone.txt", "gone\n")
        try sandbox.commitAll()
        try sandbox.write("other.txt", "staged\n")
        try sandbox.git("add", "-A")
        try sandbox.write("other.txt", "edited\n")
        try sandbox.write("scenes/baker/scene.yaml", "staged\n")
        try sandbox.git("add", "films/scenes")
        try sandbox.write("scenes/baker/scene.yaml", "image: portrait.jpg\nprompt: hello\n")
        try sandbox.write("tools/render.sh", "#!/bin/sh\n")
        try sandbox.run(["chmod", "+x", "films/tools/render.sh"])
        try sandbox.delete("gone.txt")
        let record = try sandbox.record()
        let fresh = RecordCandidate(
            path: record.path, content: record.content,
            inputs: [sandbox.input("scenes/baker/scene.yaml", "image: portrait.jpg\nprompt: hello\n")])

        let outcome = try sandbox.repository.commit(
            .records([fresh], mode: .all, files: ["scenes/baker/scene.yaml", "tools/render.sh", "gone.txt"]))

        #expect(outcome.isCommitted)
        #expect(
            try sandbox.lastChanges() == """
                D\tfilms/gone.txt
                A\tfilms/records/draft/baker.json
                M\tfilms/scenes/baker/scene.yaml
                A\tfilms/tools/render.sh

                """)
        #expect(try sandbox.git("ls-tree", "HEAD", "films/tools/render.sh").hasPrefix("100755 blob"))
        #expect(try sandbox.git("status", "--porcelain") == "MM films/other.txt\n")
        #expect(try sandbox.git("show", ":films/other.txt") == "staged\n")
        #expect(try sandbox.fsck() == "")
    }

    @Test func ignoredFilesAreLeftOutAndNamed() throws {
        let sandbox = try GitSandbox()
        try sandbox.write(".gitignore", "*.wav\n")
        try sandbox.write("line.wav", "la")
        try sandbox.write("scene.yaml", "a: 1\n")
        let outcome = try sandbox.repository.commit(
            .records([], mode: .all, files: [".gitignore", "line.wav", "scene.yaml"]))
        #expect(outcome.ignoredFiles == ["line.wav"])
        #expect(try sandbox.git("ls-tree", "--name-only", "HEAD") == ".gitignore\nscene.yaml\n")
    }

    @Test func aFileThatIsNowhereIsRefused() throws {
        let sandbox = try GitSandbox()
        #expect(
            try sandbox.repository.commit(.records([], mode: .all, files: ["none.yaml"])).result
                == .refused(.missingFile("none.yaml")))
    }

    @Test func filesThatHeadHasAlreadyMakeNoCommit() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        #expect(
            try sandbox.repository.commit(.records([], mode: .all, files: ["scenes/baker/scene.yaml"])).result
                == .upToDate)
        #expect(try sandbox.git("rev-list", "--count", "HEAD") == "1\n")
    }

    @Test(arguments: [
        ("* text=auto\n", "true"), ("* text=auto\n", "false"), ("*.yaml text eol=crlf\n", "false"), ("", "true"),
        ("", "input"), ("*.yaml -text\n", "true"), ("* text=auto\n*.yaml ident\n", "false"),
    ])
    func whatIsStoredIsWhatGitWouldStore(attributes: String, autocrlf: String) throws {
        let contents = [
            "crlf.yaml": "a: 1\r\nb: 2\r\n", "lf.yaml": "a: 1\nb: 2\n", "mixed.yaml": "a: 1\r\nb: $Id$\n",
            "binary.yaml": "a\0b\r\n", "empty.yaml": "",
        ]
        let (ours, theirs) = (try GitSandbox(), try GitSandbox())
        for sandbox in [ours, theirs] {
            try sandbox.git("config", "core.autocrlf", autocrlf)
            try sandbox.write(".gitattributes", attributes)
            for (name, text) in contents { try sandbox.write(name, text) }
        }
        try theirs.commitAll()
        let outcome = try ours.repository.commit(
            .records([], mode: .all, files: contents.keys.sorted() + [".gitattributes"]))
        #expect(outcome.isCommitted)
        #expect(try ours.git("ls-tree", "HEAD") == theirs.git("ls-tree", "HEAD"))
        #expect(try ours.git("status", "--porcelain") == "")
    }

    @Test func aBigFileIsStreamed() throws {
        let sandbox = try GitSandbox()
        try sandbox.run(["sh", "-c", "head -c 20000003 /dev/urandom > film.mp4"])
        #expect(try sandbox.repository.commit(.records([], mode: .all, files: ["film.mp4"])).isCommitted)
        #expect(try sandbox.git("rev-parse", "HEAD:film.mp4") == sandbox.git("hash-object", "film.mp4"))
        #expect(try sandbox.git("status", "--porcelain") == "")
    }

    @Test func removedRecordsLeaveNoEmptyFolder() throws {
        let sandbox = try GitSandbox()
        try sandbox.addScene()
        try sandbox.commitAll()
        let record = try sandbox.record()
        #expect(try sandbox.repository.commit(.records([record])).isCommitted)
        try sandbox.delete(record.path)
        let removal = RecordCandidate(path: record.path, content: .removed, inputs: [])
        #expect(try sandbox.repository.commit(.records([removal])).isCommitted)
        #expect(try sandbox.git("ls-tree", "-rt", "--name-only", "HEAD").contains("records") == false)
        #expect(try sandbox.git("status", "--porcelain") == "")
        #expect(try sandbox.fsck() == "")
        #expect(try sandbox.repository.commit(.records([removal])).result == .upToDate)
    }
}
